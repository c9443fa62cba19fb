import { createThrottle } from '@/lib/access/throttle';
import { askPasswordReset } from '@/lib/account/ask-password-reset';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.askPasswordReset, ({ ctx, input, address }) =>
    askPasswordReset(ctx, input, { address, throttle }),
  ),
);
