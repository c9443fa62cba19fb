import { CallListSkeleton } from '@/components/activity/call-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function ActivityLoading() {
  return (
    <div className="grid grid-cols-1 gap-5">
      <PageHeader title="Activity" description="Every tool call, who made it, and how it ended." />
      <CallListSkeleton />
    </div>
  );
}
