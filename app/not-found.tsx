import type { Metadata } from 'next';
import { StatusPage } from '@/components/shell/status-page';
import { ButtonLink } from '@/components/ui/button-link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <StatusPage
      code="404"
      title="There is nothing here"
      actions={<ButtonLink href="/workspaces">Go to workspaces</ButtonLink>}
    >
      <p>The address may be mistyped, or what was here has been removed.</p>
    </StatusPage>
  );
}
