-- CreateIndex
CREATE INDEX "calls_workspace_id_id_idx" ON "calls"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "calls_member_id_id_idx" ON "calls"("member_id", "id");

-- CreateIndex
CREATE INDEX "calls_token_id_id_idx" ON "calls"("token_id", "id");

-- CreateIndex
CREATE INDEX "calls_server_id_id_idx" ON "calls"("server_id", "id");

-- CreateIndex
CREATE INDEX "calls_request_id_idx" ON "calls"("request_id");
