import { cronRoute } from '@/lib/transport/cron-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { cronRoute as GET, cronRoute as POST };
