-- CreateTable
CREATE TABLE "usage_hours" (
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
CREATE TABLE "usage_days" (
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
CREATE TABLE "usage_marks" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batch" INTEGER NOT NULL,
    "position" TEXT NOT NULL DEFAULT '',
    "until" TEXT NOT NULL DEFAULT '',
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "usage_hours_at_idx" ON "usage_hours"("at");

-- CreateIndex
CREATE INDEX "usage_days_at_idx" ON "usage_days"("at");

-- CreateIndex
CREATE INDEX "usage_days_workspace_id_slice_member_id_at_idx" ON "usage_days"("workspace_id", "slice", "member_id", "at");

-- CreateIndex
CREATE INDEX "usage_days_workspace_id_slice_token_id_at_idx" ON "usage_days"("workspace_id", "slice", "token_id", "at");

-- Calls from before there were hours are counted by the product, in small steps, up to the last of them.
INSERT INTO "usage_marks" ("id", "batch", "until", "at")
SELECT 'backfill', 0, max("id"), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') FROM "calls" HAVING count(*) > 0;
