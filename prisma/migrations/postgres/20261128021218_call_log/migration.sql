-- CreateIndex
CREATE INDEX "calls_workspace_id_id_idx" ON "calls"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "calls_workspace_id_member_id_id_idx" ON "calls"("workspace_id", "member_id", "id");

-- CreateIndex
CREATE INDEX "calls_workspace_id_token_id_id_idx" ON "calls"("workspace_id", "token_id", "id");

-- CreateIndex
CREATE INDEX "calls_workspace_id_server_id_id_idx" ON "calls"("workspace_id", "server_id", "id");

-- CreateIndex
CREATE INDEX "calls_workspace_id_request_id_idx" ON "calls"("workspace_id", "request_id");
