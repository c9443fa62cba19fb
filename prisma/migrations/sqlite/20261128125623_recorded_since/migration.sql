-- What was recorded so far stays to be seen.
ALTER TABLE "servers" ADD COLUMN "recorded_since" DATETIME;
UPDATE "servers" SET "recorded_since" = "created_at" WHERE "recorded";
ALTER TABLE "servers" DROP COLUMN "recorded";

-- Ids begin with their time.
DROP INDEX "call_payloads_server_id_idx";
CREATE INDEX "call_payloads_server_id_call_id_idx" ON "call_payloads"("server_id", "call_id");
