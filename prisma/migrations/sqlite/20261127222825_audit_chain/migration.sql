-- CreateTable
CREATE TABLE "audit_chains" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "length" INTEGER NOT NULL,
    "seal" TEXT NOT NULL,
    "proof" TEXT NOT NULL
);

-- Rebuilt, because SQLite adds no column that must have a value; nothing refers to this table.
CREATE TABLE "new_audit_entries" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspace_id" TEXT,
    "position" INTEGER NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "details" TEXT NOT NULL DEFAULT '{}',
    "before" TEXT,
    "after" TEXT,
    "result" TEXT NOT NULL DEFAULT 'done',
    "address" TEXT,
    "user_agent" TEXT,
    "request_id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "seal" TEXT
);
INSERT INTO "new_audit_entries" ("id", "workspace_id", "actor_kind", "actor_id", "action", "target_type", "target_id", "details", "request_id", "at", "position")
SELECT "id", "workspace_id", "actor_kind", "actor_id", "action", "target_type", "target_id", "details", "request_id", "at", row_number() OVER (PARTITION BY "workspace_id" ORDER BY "id") FROM "audit_entries";
DROP TABLE "audit_entries";
ALTER TABLE "new_audit_entries" RENAME TO "audit_entries";
CREATE INDEX "audit_entries_workspace_id_at_idx" ON "audit_entries"("workspace_id", "at");
CREATE UNIQUE INDEX "audit_entries_workspace_id_position_key" ON "audit_entries"("workspace_id", "position");

-- What is there has its places, and no seals.
INSERT INTO "audit_chains" ("key", "length", "seal", "proof")
SELECT coalesce("workspace_id", 'installation'), count(*), '', '' FROM "audit_entries" GROUP BY "workspace_id";

CREATE TRIGGER "audit_entries_stay" BEFORE UPDATE ON "audit_entries" BEGIN
  SELECT RAISE(ABORT, 'audit entries are never changed');
END;
CREATE TRIGGER "audit_entries_remain" BEFORE DELETE ON "audit_entries" BEGIN
  SELECT RAISE(ABORT, 'audit entries are never deleted');
END;
