import { endOtherSessions } from '@/lib/account/end-other-sessions';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.endOtherSessions, ({ ctx }) => endOtherSessions(ctx)),
);
