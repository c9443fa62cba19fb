import { expect, it } from 'vitest';
import { issueSecret } from '../tokens/token-format';
import { clientLabel } from './client-label';

const label = (name: string) =>
  clientLabel({ method: 'initialize', params: { clientInfo: { name, version: '1.0' } } } as never);

it('a secret that a client gives as its name is never kept', () => {
  expect(label('my_client')).toBe('my_client 1.0');
  expect(label(`${'x'.repeat(50)} ${issueSecret('mwt_')}`)).toBe(`${'x'.repeat(50)} mwt_… 1.0`);
  expect(label(`a\u200b${issueSecret('ak_').replace('ak_', 'ak\u200b_')}`)).toBe('aak_… 1.0');
});
