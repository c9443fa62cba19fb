import { revokeToken } from '@/lib/tokens/revoke-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.revokeToken, ({ ctx, params }) => revokeToken(ctx, params.slug, params.id)),
);
