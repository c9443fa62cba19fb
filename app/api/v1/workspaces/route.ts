import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { listWorkspaces } from '@/lib/workspaces/list-workspaces';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listWorkspaces, ({ ctx, query }) => listWorkspaces(ctx, query)),
  serve(endpoints.createWorkspace, ({ ctx, input }) => createWorkspace(ctx, input)),
);
