import { exportAudit } from '@/lib/audit/export-audit';
import { defineRoute } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { serveExport } from '@/lib/transport/export-rows';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serveExport(endpoints.exportAudit, ({ ctx, params, query, format }) => exportAudit(ctx, params.slug, query, format)),
);
