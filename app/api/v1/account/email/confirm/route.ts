import { confirmEmail } from '@/lib/account/confirm-email';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.confirmEmail, ({ ctx, input }) => confirmEmail(ctx, input)),
);
