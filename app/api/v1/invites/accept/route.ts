import { createThrottle } from '@/lib/access/throttle';
import { acceptInvite } from '@/lib/members/accept-invite';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.acceptInvite, ({ ctx, input, address, who }) =>
    acceptInvite(ctx, input, { address, throttle, who }),
  ),
);
