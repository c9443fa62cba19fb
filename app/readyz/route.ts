import { healthRoute } from '@/lib/transport/health-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = healthRoute('/readyz');
