import { collectDeviceLogin } from '@/lib/account/collect-device-login';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.collectDeviceLogin, ({ ctx, input }) => collectDeviceLogin(ctx, input)),
);
