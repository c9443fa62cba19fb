import type { Metadata } from 'next';
import { Prefetched } from '@/components/shell/prefetched';
import { TokenList } from '@/components/tokens/token-list';
import { mayAct } from '@/lib/access/roles';
import { keys } from '@/lib/query/keys';
import { listTokens } from '@/lib/tokens/list-tokens';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ new?: string | string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Tokens · ${(await params).slug}` };
}

export default async function TokensPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const page = await listTokens(ctx, slug, { limit: 100 });
  return (
    <Prefetched data={[[keys.tokenPages(slug, ''), { pages: [page], pageParams: [null] }]]}>
      <TokenList
        slug={slug}
        gatewayUrl={workspace.gateway_url}
        seesAll={mayAct(workspace.role, 'token.any')}
        usualRate={ctx.env.tokenRate}
        startWithNew={(await searchParams).new === '1'}
      />
    </Prefetched>
  );
}
