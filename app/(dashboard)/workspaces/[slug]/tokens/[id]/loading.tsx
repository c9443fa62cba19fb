import { TokenPageSkeleton } from '@/components/tokens/token-page-skeleton';

export default function TokenLoading() {
  return <TokenPageSkeleton />;
}
