import { revokeTokens } from '@/lib/tokens/revoke-tokens';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.revokeTokens, ({ ctx, params, input }) => revokeTokens(ctx, params.slug, input)),
);
