import { listPrompts } from '@/lib/servers/list-prompts';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.listPrompts, ({ ctx, params, query }) => listPrompts(ctx, params.slug, query)),
);
