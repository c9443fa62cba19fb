import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { deleteWorkspace } from '@/lib/workspaces/delete-workspace';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import { updateWorkspace } from '@/lib/workspaces/update-workspace';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getWorkspace, ({ ctx, params }) => getWorkspace(ctx, params.slug)),
  serve(endpoints.updateWorkspace, ({ ctx, params, input }) => updateWorkspace(ctx, params.slug, input)),
  serve(endpoints.deleteWorkspace, ({ ctx, params }) => deleteWorkspace(ctx, params.slug)),
);
