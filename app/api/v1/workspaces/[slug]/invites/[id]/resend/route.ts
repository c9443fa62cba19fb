import { resendInvite } from '@/lib/members/resend-invite';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.resendInvite, ({ ctx, params }) => resendInvite(ctx, params.slug, params.id)),
);
