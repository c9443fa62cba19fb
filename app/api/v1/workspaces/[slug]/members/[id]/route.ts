import { changeRole } from '@/lib/members/change-role';
import { removeMember } from '@/lib/members/remove-member';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.changeRole, ({ ctx, params, input }) => changeRole(ctx, params.slug, params.id, input)),
  serve(endpoints.removeMember, ({ ctx, params }) => removeMember(ctx, params.slug, params.id)),
);
