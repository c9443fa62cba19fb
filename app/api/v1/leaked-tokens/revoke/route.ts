import { createThrottle } from '@/lib/access/throttle';
import { reportLeaks } from '@/lib/leaks/report-leaks';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const throttle = createThrottle();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.reportLeaks, ({ ctx, input, address }) => reportLeaks(ctx, input, { address, throttle })),
);
