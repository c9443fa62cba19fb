-- AlterTable
ALTER TABLE "servers" ADD COLUMN     "recorded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "redacted_fields" TEXT NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "call_payloads" (
    "call_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "call_payloads_pkey" PRIMARY KEY ("call_id")
);

-- CreateIndex
CREATE INDEX "call_payloads_server_id_idx" ON "call_payloads"("server_id");

-- AddForeignKey
ALTER TABLE "call_payloads" ADD CONSTRAINT "call_payloads_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;
