import { deleteApiKey } from '@/lib/account/delete-api-key';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.deleteApiKey, ({ ctx, params }) => deleteApiKey(ctx, params.id)),
);
