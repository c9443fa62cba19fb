-- AlterTable
ALTER TABLE "tokens" ADD COLUMN "access_revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "tokens" ADD COLUMN "expiry_warned" INTEGER;
ALTER TABLE "tokens" ADD COLUMN "exposed_at" DATETIME;
ALTER TABLE "tokens" ADD COLUMN "exposed_source" TEXT;
ALTER TABLE "tokens" ADD COLUMN "rate_limit" INTEGER;
ALTER TABLE "tokens" ADD COLUMN "replaced_by_id" TEXT;
ALTER TABLE "tokens" ADD COLUMN "revoked_reason" TEXT;
ALTER TABLE "tokens" ADD COLUMN "rotated_from_id" TEXT;
ALTER TABLE "tokens" ADD COLUMN "scope" TEXT;
ALTER TABLE "tokens" ADD COLUMN "search" TEXT NOT NULL DEFAULT '';

-- Tokens made before can be found, too.
UPDATE "tokens" SET "search" = lower("name") || ' ' || "hint";

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "instances" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "url" TEXT NOT NULL,
    "started_at" DATETIME NOT NULL,
    "seen_at" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN "on_leak" TEXT NOT NULL DEFAULT 'revoke';
ALTER TABLE "workspaces" ADD COLUMN "rate_limit" INTEGER;
ALTER TABLE "workspaces" ADD COLUMN "token_expiry_required" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "workspaces" ADD COLUMN "token_lifetime_max" INTEGER;

-- CreateIndex
CREATE INDEX "tokens_expires_at_idx" ON "tokens"("expires_at");
