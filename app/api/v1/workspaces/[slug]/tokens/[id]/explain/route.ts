import { explainToken } from '@/lib/tokens/explain-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.explainToken, ({ ctx, params, query }) => explainToken(ctx, params.slug, params.id, query)),
);
