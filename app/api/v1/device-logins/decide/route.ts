import { createThrottle } from '@/lib/access/throttle';
import { decideDeviceLogin } from '@/lib/account/decide-device-login';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.decideDeviceLogin, ({ ctx, input }) => decideDeviceLogin(ctx, input, { throttle })),
);
