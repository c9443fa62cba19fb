import { createApiKey } from '@/lib/account/create-api-key';
import { listApiKeys } from '@/lib/account/list-api-keys';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listApiKeys, ({ ctx, query }) => listApiKeys(ctx, query)),
  serve(endpoints.createApiKey, ({ ctx, input }) => createApiKey(ctx, input)),
);
