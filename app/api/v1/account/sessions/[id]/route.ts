import { endSession } from '@/lib/account/end-session';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.endSession, ({ ctx, params }) => endSession(ctx, params.id)),
);
