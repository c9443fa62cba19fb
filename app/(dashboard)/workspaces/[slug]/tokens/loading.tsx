import { TokenListSkeleton } from '@/components/tokens/token-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function TokensLoading() {
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Tokens"
        description="Each token opens this workspace to one client. It is shown once, and ends at once when it is revoked."
      />
      <TokenListSkeleton />
    </div>
  );
}
