import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { getUsage } from '@/lib/usage/get-usage';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getUsage, ({ ctx, params, query }) => getUsage(ctx, params.slug, query)),
);
