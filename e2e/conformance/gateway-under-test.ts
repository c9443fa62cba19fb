import type { FixtureServer } from '../fixtures/http-host';
import { type Door, type Product, removeInstallation, startProduct } from '../product';
import { type Rest, setUp } from '../rest';
import { startConformanceServer, type Variant } from './fixture-server';
import { type HeaderProxy, startHeaderProxy } from './header-proxy';

export interface GatewayUnderTest {
  product: Product;
  /** Where the suite finds a workspace whose one server, without a prefix, is this variant of the fixture. */
  url(variant: Variant): Promise<string>;
  close(): Promise<void>;
}

/** The built product as the suite needs it: no names changed, a token added to every request, no rate in the way. */
export async function startGatewayUnderTest(door: Door, args?: string[]): Promise<GatewayUnderTest> {
  const product = await startProduct({ door, args, env: { AEROSTACK_TOKEN_RATE: '1000000' } });
  const parts: { close(): Promise<void> }[] = [];
  const urls = new Map<Variant, Promise<string>>();
  const rest = await setUp(product.origin);
  const lay = async (variant: Variant) => {
    const { fixture, proxy, slug } = await layWay(product, rest, variant);
    parts.push(proxy, fixture);
    return `${proxy.origin}/ws/${slug}`;
  };
  return {
    product,
    url: (variant) => {
      const known = urls.get(variant) ?? lay(variant);
      urls.set(variant, known);
      return known;
    },
    close: async () => {
      for (const part of parts) await part.close();
      await product.stop();
      await removeInstallation(product);
    },
  };
}

async function layWay(
  product: Product,
  rest: Rest,
  variant: Variant,
): Promise<{ fixture: FixtureServer; proxy: HeaderProxy; slug: string }> {
  const fixture = await startConformanceServer(variant);
  const { slug } = await rest.createWorkspace(`Conformance ${variant}`);
  const added = await rest.addServer(slug, { name: 'Fixture', url: fixture.url, prefix: '' });
  if (added.status !== 'up') throw new Error(`the fixture was added as ${added.status}: ${added.last_error}`);
  const { raw } = await rest.createToken(slug);
  const proxy = await startHeaderProxy(product.origin, { authorization: `Bearer ${raw}` });
  return { fixture, proxy, slug };
}
