import { transferOwnership } from '@/lib/members/transfer-ownership';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.transferOwnership, ({ ctx, params, input }) => transferOwnership(ctx, params.slug, input)),
);
