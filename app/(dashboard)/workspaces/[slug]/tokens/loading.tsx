import { TokenListSkeleton } from '@/components/tokens/token-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function TokensLoading() {
  return (
    <div className="grid grid-cols-1 gap-5">
      <PageHeader title="Tokens" description="Each opens this workspace to one client. Shown once, revoked at once." />
      <TokenListSkeleton />
    </div>
  );
}
