import { createThrottle } from '@/lib/access/throttle';
import { lookAtInvite } from '@/lib/members/look-at-invite';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.lookAtInvite, ({ ctx, input, address, who }) =>
    lookAtInvite(ctx, input, { address, throttle, who }),
  ),
);
