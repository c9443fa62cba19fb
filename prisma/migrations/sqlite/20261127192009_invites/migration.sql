-- AlterTable
ALTER TABLE "members" ADD COLUMN "removed_at" DATETIME;

-- CreateTable
CREATE TABLE "invites" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspace_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "pending_key" TEXT,
    "invited_by_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "sent_at" DATETIME NOT NULL,
    "sent_count" INTEGER NOT NULL DEFAULT 1,
    "expires_at" DATETIME NOT NULL,
    "accepted_at" DATETIME,
    "accepted_by_id" TEXT,
    "revoked_at" DATETIME,
    "revoked_by_id" TEXT,
    CONSTRAINT "invites_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "invites_token_hash_key" ON "invites"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invites_pending_key_key" ON "invites"("pending_key");

-- CreateIndex
CREATE INDEX "invites_workspace_id_created_at_idx" ON "invites"("workspace_id", "created_at");
