import { listOutbox } from '@/lib/mail/list-outbox';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listOutbox, ({ ctx }) => listOutbox(ctx)),
);
