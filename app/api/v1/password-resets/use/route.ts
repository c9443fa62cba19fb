import { createThrottle } from '@/lib/access/throttle';
import { usePasswordReset } from '@/lib/account/use-password-reset';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.usePasswordReset, ({ ctx, input, address }) =>
    usePasswordReset(ctx, input, { address, throttle }),
  ),
);
