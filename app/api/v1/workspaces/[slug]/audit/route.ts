import { listAudit } from '@/lib/audit/list-audit';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listAudit, ({ ctx, params, query }) => listAudit(ctx, params.slug, query)),
);
