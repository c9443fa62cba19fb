import { changePassword } from '@/lib/account/change-password';
import { identityThrottle } from '@/lib/account/identity-throttle';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.changePassword, ({ ctx, input }) => changePassword(ctx, input, { throttle: identityThrottle })),
);
