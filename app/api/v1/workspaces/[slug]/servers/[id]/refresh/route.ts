import { refreshServer } from '@/lib/servers/refresh-server';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.refreshServer, ({ ctx, params }) => refreshServer(ctx, params.slug, params.id)),
);
