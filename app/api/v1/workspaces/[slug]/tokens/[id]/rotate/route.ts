import { rotateToken } from '@/lib/tokens/rotate-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.rotateToken, ({ ctx, params, input }) => rotateToken(ctx, params.slug, params.id, input)),
);
