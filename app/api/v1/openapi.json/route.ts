import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { openApiDocument } from '@/lib/transport/openapi';
import packageJson from '@/package.json' with { type: 'json' };

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.readOpenApi, async ({ ctx }) => openApiDocument(ctx.env, packageJson.version)),
);
