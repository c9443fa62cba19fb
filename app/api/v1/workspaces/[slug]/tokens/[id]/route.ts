import { getToken } from '@/lib/tokens/get-token';
import { updateToken } from '@/lib/tokens/update-token';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getToken, ({ ctx, params }) => getToken(ctx, params.slug, params.id)),
  serve(endpoints.updateToken, ({ ctx, params, input }) => updateToken(ctx, params.slug, params.id, input)),
);
