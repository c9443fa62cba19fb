import { exportCalls } from '@/lib/calls/export-calls';
import { defineRoute } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { serveExport } from '@/lib/transport/export-rows';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serveExport(endpoints.exportCalls, ({ ctx, params, query, format }) => exportCalls(ctx, params.slug, query, format)),
);
