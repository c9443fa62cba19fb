-- DropIndex
DROP INDEX "calls_workspace_id_request_id_idx";

-- DropIndex
DROP INDEX "calls_workspace_id_at_idx";

-- CreateIndex
CREATE INDEX "calls_workspace_id_request_id_id_idx" ON "calls"("workspace_id", "request_id", "id");
