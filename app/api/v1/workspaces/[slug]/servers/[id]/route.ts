import { deleteServer } from '@/lib/servers/delete-server';
import { getServer } from '@/lib/servers/get-server';
import { updateServer } from '@/lib/servers/update-server';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getServer, ({ ctx, params }) => getServer(ctx, params.slug, params.id)),
  serve(endpoints.updateServer, ({ ctx, params, input }) => updateServer(ctx, params.slug, params.id, input)),
  serve(endpoints.deleteServer, ({ ctx, params }) => deleteServer(ctx, params.slug, params.id)),
);
