import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';
import { getUsageOverview } from '@/lib/usage/get-usage-overview';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.getUsageOverview, ({ ctx, params }) => getUsageOverview(ctx, params.slug)),
);
