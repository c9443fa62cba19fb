import { unlinkIdentity } from '@/lib/account/unlink-identity';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.unlinkIdentity, ({ ctx, params }) => unlinkIdentity(ctx, params.id)),
);
