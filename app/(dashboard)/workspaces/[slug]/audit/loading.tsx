import { AuditListSkeleton } from '@/components/audit/audit-list-skeleton';

export default function Loading() {
  return <AuditListSkeleton />;
}
