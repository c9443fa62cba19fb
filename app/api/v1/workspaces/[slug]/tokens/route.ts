import { createToken } from '@/lib/tokens/create-token';
import { listTokens } from '@/lib/tokens/list-tokens';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listTokens, ({ ctx, params, query }) => listTokens(ctx, params.slug, query)),
  serve(endpoints.createToken, ({ ctx, params, input }) => createToken(ctx, params.slug, input)),
);
