import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/components/shell/prefetched';
import { TokenPage } from '@/components/tokens/token-page';
import { isAppError } from '@/lib/errors';
import { keys } from '@/lib/query/keys';
import { explainToken } from '@/lib/tokens/explain-token';
import { requireWorkspace } from '../../../../page-context';

interface PageProps {
  params: Promise<{ slug: string; id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Token · ${(await params).slug}` };
}

export default async function OneTokenPage({ params }: PageProps) {
  const { slug, id } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const page = await explanationOf(() => explainToken(ctx, slug, id, { limit: 100 }));
  return (
    <Prefetched
      data={[
        [keys.token(slug, id), page.token],
        [keys.tokenAccess(slug, id), { pages: [page], pageParams: [null] }],
      ]}
    >
      <TokenPage slug={slug} id={id} gatewayUrl={workspace.gateway_url} usualRate={ctx.env.tokenRate} />
    </Prefetched>
  );
}

async function explanationOf<Page>(explain: () => Promise<Page>): Promise<Page> {
  try {
    return await explain();
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') notFound();
    throw error;
  }
}
