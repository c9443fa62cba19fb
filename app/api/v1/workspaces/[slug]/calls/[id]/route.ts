import { getCall } from '@/lib/calls/get-call';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getCall, ({ ctx, params }) => getCall(ctx, params.slug, params.id)),
);
