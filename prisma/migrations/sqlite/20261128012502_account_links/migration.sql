-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "address" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN "deleted_at" DATETIME;

-- CreateTable
CREATE TABLE "account_links" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT,
    "issued_by_id" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "account_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "account_links_token_hash_key" ON "account_links"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "account_links_user_id_purpose_key" ON "account_links"("user_id", "purpose");
