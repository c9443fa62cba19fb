import { findToken } from '@/lib/tokens/find-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.findToken, ({ ctx, params, input }) => findToken(ctx, params.slug, input)),
);
