import { createThrottle } from '@/lib/access/throttle';
import { setUp } from '@/lib/account/set-up';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.setUp, ({ ctx, input, address }) => setUp(ctx, input, { address, throttle })),
);
