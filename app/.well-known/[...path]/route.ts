import { noOAuth } from '@/lib/transport/no-oauth';

export { noOAuth as GET, noOAuth as POST };
