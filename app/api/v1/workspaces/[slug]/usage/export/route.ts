import { defineRoute } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { serveExport } from '@/lib/transport/export-rows';
import { exportUsage } from '@/lib/usage/export-usage';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serveExport(endpoints.exportUsage, ({ ctx, params, query, format }) => exportUsage(ctx, params.slug, query, format)),
);
