import { listIdentities } from '@/lib/account/list-identities';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listIdentities, ({ ctx, query }) => listIdentities(ctx, query)),
);
