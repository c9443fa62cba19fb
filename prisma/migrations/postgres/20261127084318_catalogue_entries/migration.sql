-- AlterTable
ALTER TABLE "servers" ADD COLUMN     "capabilities" TEXT NOT NULL DEFAULT '{}',
ADD COLUMN     "concurrency_max" INTEGER NOT NULL DEFAULT 64,
ADD COLUMN     "connect_timeout_ms" INTEGER NOT NULL DEFAULT 5000,
ADD COLUMN     "prompt_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resource_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "status_since" TIMESTAMP(3),
ADD COLUMN     "total_timeout_ms" INTEGER NOT NULL DEFAULT 3600000;

-- CreateTable
CREATE TABLE "catalogue_entries" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "catalogue_entries_pkey" PRIMARY KEY ("id")
);

-- What servers listed stays: a server that is away during the update has no other list to serve.
INSERT INTO "catalogue_entries" ("id", "server_id", "kind", "name", "definition", "position")
SELECT "id", "server_id", 'tool', "name", "definition", "position" FROM "tools";

-- DropTable
DROP TABLE "tools";

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_entries_server_id_kind_name_key" ON "catalogue_entries"("server_id", "kind", "name");

-- AddForeignKey
ALTER TABLE "catalogue_entries" ADD CONSTRAINT "catalogue_entries_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
