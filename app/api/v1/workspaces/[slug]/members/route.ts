import { listMembers } from '@/lib/members/list-members';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listMembers, ({ ctx, params, query }) => listMembers(ctx, params.slug, query)),
);
