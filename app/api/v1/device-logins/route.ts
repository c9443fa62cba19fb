import { createThrottle } from '@/lib/access/throttle';
import { askDeviceLogin } from '@/lib/account/ask-device-login';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.askDeviceLogin, ({ ctx, input, address }) => askDeviceLogin(ctx, input, { address, throttle })),
);
