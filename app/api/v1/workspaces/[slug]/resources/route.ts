import { listResources } from '@/lib/servers/list-resources';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listResources, ({ ctx, params, query }) => listResources(ctx, params.slug, query)),
);
