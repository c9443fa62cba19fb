import { issuePasswordReset } from '@/lib/members/issue-password-reset';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.issuePasswordReset, ({ ctx, params }) => issuePasswordReset(ctx, params.slug, params.id)),
);
