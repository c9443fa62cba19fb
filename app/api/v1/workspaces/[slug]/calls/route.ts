import { listCalls } from '@/lib/calls/list-calls';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listCalls, ({ ctx, params, query }) => listCalls(ctx, params.slug, query)),
);
