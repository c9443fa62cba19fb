import { listSessions } from '@/lib/account/list-sessions';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listSessions, ({ ctx, query }) => listSessions(ctx, query)),
);
