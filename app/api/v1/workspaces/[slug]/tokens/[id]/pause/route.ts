import { pauseToken } from '@/lib/tokens/pause-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.pauseToken, ({ ctx, params }) => pauseToken(ctx, params.slug, params.id)),
);
