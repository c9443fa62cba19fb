-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN "usage_detail" TEXT NOT NULL DEFAULT 'full';
