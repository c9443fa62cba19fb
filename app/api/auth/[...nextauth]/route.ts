import { authRoute } from '@/lib/transport/auth-route';

export { authRoute as GET, authRoute as POST };
