import { revokeInvite } from '@/lib/members/revoke-invite';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.revokeInvite, ({ ctx, params }) => revokeInvite(ctx, params.slug, params.id)),
);
