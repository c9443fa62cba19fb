import { createThrottle } from '@/lib/access/throttle';
import { lookAtDeviceLogin } from '@/lib/account/look-at-device-login';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.lookAtDeviceLogin, ({ ctx, input }) => lookAtDeviceLogin(ctx, input, { throttle })),
);
