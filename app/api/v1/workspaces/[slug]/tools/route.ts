import { listTools } from '@/lib/servers/list-tools';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listTools, ({ ctx, params, query }) => listTools(ctx, params.slug, query)),
);
