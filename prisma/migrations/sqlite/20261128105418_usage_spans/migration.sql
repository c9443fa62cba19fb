-- CreateTable
CREATE TABLE "usage_quarter_days" (
    "workspace_id" TEXT NOT NULL,
    "slice" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "member_id" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "ok" INTEGER NOT NULL,
    "tool_error" INTEGER NOT NULL,
    "protocol" INTEGER NOT NULL,
    "transport" INTEGER NOT NULL,
    "denied" INTEGER NOT NULL,
    "limited" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "server_times" TEXT NOT NULL,
    "gateway_times" TEXT NOT NULL,
    "last_at" DATETIME NOT NULL,
    "last_client" TEXT,

    PRIMARY KEY ("workspace_id", "slice", "at", "member_id", "token_id", "server_id", "tool")
);

-- CreateTable
CREATE TABLE "usage_weeks" (
    "workspace_id" TEXT NOT NULL,
    "slice" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "member_id" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "ok" INTEGER NOT NULL,
    "tool_error" INTEGER NOT NULL,
    "protocol" INTEGER NOT NULL,
    "transport" INTEGER NOT NULL,
    "denied" INTEGER NOT NULL,
    "limited" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "server_times" TEXT NOT NULL,
    "gateway_times" TEXT NOT NULL,
    "last_at" DATETIME NOT NULL,
    "last_client" TEXT,

    PRIMARY KEY ("workspace_id", "slice", "at", "member_id", "token_id", "server_id", "tool")
);

-- CreateIndex
CREATE INDEX "usage_quarter_days_at_idx" ON "usage_quarter_days"("at");

-- CreateIndex
CREATE INDEX "usage_quarter_days_workspace_id_slice_member_id_at_idx" ON "usage_quarter_days"("workspace_id", "slice", "member_id", "at");

-- CreateIndex
CREATE INDEX "usage_quarter_days_workspace_id_slice_token_id_at_idx" ON "usage_quarter_days"("workspace_id", "slice", "token_id", "at");

-- CreateIndex
CREATE INDEX "usage_weeks_at_idx" ON "usage_weeks"("at");

-- CreateIndex
CREATE INDEX "usage_weeks_workspace_id_slice_member_id_at_idx" ON "usage_weeks"("workspace_id", "slice", "member_id", "at");

-- CreateIndex
CREATE INDEX "usage_weeks_workspace_id_slice_token_id_at_idx" ON "usage_weeks"("workspace_id", "slice", "token_id", "at");
