import { gatewayRoute } from '@/lib/transport/gateway-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const handle = (request: Request) => gatewayRoute(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
