import { inviteMembers } from '@/lib/members/invite-members';
import { listInvites } from '@/lib/members/list-invites';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listInvites, ({ ctx, params, query }) => listInvites(ctx, params.slug, query)),
  serve(endpoints.createInvites, ({ ctx, params, input }) => inviteMembers(ctx, params.slug, input)),
);
