import { createServer } from '@/lib/servers/create-server';
import { listServers } from '@/lib/servers/list-servers';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listServers, ({ ctx, params, query }) => listServers(ctx, params.slug, query)),
  serve(endpoints.createServer, ({ ctx, params, input }) => createServer(ctx, params.slug, input)),
);
