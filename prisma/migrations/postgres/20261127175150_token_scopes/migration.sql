-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "access_revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "expiry_warned" INTEGER,
ADD COLUMN     "exposed_at" TIMESTAMP(3),
ADD COLUMN     "exposed_source" TEXT,
ADD COLUMN     "rate_limit" INTEGER,
ADD COLUMN     "replaced_by_id" TEXT,
ADD COLUMN     "revoked_reason" TEXT,
ADD COLUMN     "rotated_from_id" TEXT,
ADD COLUMN     "scope" TEXT,
ADD COLUMN     "search" TEXT NOT NULL DEFAULT '';

-- Tokens made before can be found, too.
UPDATE "tokens" SET "search" = lower("name") || ' ' || "hint";

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "on_leak" TEXT NOT NULL DEFAULT 'revoke',
ADD COLUMN     "rate_limit" INTEGER,
ADD COLUMN     "token_expiry_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "token_lifetime_max" INTEGER;

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "instances" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "started_at" TIMESTAMP(3) NOT NULL,
    "seen_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "instances_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tokens_expires_at_idx" ON "tokens"("expires_at");

-- Last use is written often. Room in a page lets PostgreSQL do so without touching the indexes (heap-only tuples).
ALTER TABLE "tokens" SET (fillfactor = 80);
