-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "address" TEXT,
ADD COLUMN     "after" TEXT,
ADD COLUMN     "before" TEXT,
ADD COLUMN     "position" INTEGER,
ADD COLUMN     "result" TEXT NOT NULL DEFAULT 'done',
ADD COLUMN     "seal" TEXT,
ADD COLUMN     "user_agent" TEXT;

-- CreateTable
CREATE TABLE "audit_chains" (
    "key" TEXT NOT NULL,
    "length" INTEGER NOT NULL,
    "seal" TEXT NOT NULL,
    "proof" TEXT NOT NULL,

    CONSTRAINT "audit_chains_pkey" PRIMARY KEY ("key")
);

-- What is there gets its places, and no seals.
UPDATE "audit_entries" SET "position" = numbered."position"
FROM (SELECT "id", row_number() OVER (PARTITION BY "workspace_id" ORDER BY "id" COLLATE "C") AS "position" FROM "audit_entries") numbered
WHERE "audit_entries"."id" = numbered."id";
ALTER TABLE "audit_entries" ALTER COLUMN "position" SET NOT NULL;
INSERT INTO "audit_chains" ("key", "length", "seal", "proof")
SELECT coalesce("workspace_id", 'installation'), count(*), '', '' FROM "audit_entries" GROUP BY "workspace_id";

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_workspace_id_position_key" ON "audit_entries"("workspace_id", "position");

CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or deleted';
END $$;
CREATE TRIGGER "audit_entries_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
