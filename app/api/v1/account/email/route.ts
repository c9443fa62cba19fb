import { changeEmail } from '@/lib/account/change-email';
import { identityThrottle } from '@/lib/account/identity-throttle';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.changeEmail, ({ ctx, input }) => changeEmail(ctx, input, { throttle: identityThrottle })),
);
