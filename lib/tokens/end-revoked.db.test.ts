import { describe, expect, it } from 'vitest';
import { setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createToken } from './create-token';
import { endRevoked, startEndingRevoked } from './end-revoked';
import { revokeToken } from './revoke-token';

async function prepare(database: TestDatabase) {
  const stage = setStage(database);
  const owner = await stage.person('Owner');
  await stage.workspace('acme', [[owner, 'owner']]);
  const [good, revoked] = [
    (await createToken(owner, 'acme', { name: 'good' })).token.id,
    (await createToken(owner, 'acme', { name: 'revoked' })).token.id,
  ];
  // The instance that revokes has other streams than this one.
  await revokeToken(owner, 'acme', revoked);
  const ended: string[] = [];
  const gateway = { tokensUnderWay: () => [good, revoked, 'gone'], closeTokenStreams: (id: string) => ended.push(id) };
  return { revoked, ended, parts: { db: database.db, gateway } };
}

describe.each(testDatabases)('what tokens have under way, on $provider', ({ open }) => {
  it('ends when another instance revoked the token or removed it, and only then', async () => {
    const database = await open();
    const { revoked, ended, parts } = await prepare(database);
    await endRevoked(parts);
    expect(ended).toEqual([revoked, 'gone']);
    await database.drop();
  });

  it('ends by itself within a second, also after a look that failed', async () => {
    const database = await open();
    const { revoked, ended, parts } = await prepare(database);
    const warnings: unknown[] = [];
    let looks = 0;
    const tokensUnderWay = () => {
      looks += 1;
      if (looks === 1) throw new Error('the first look fails');
      return parts.gateway.tokensUnderWay();
    };
    const log = { warn: (...said: unknown[]) => void warnings.push(said) };
    const ending = startEndingRevoked({ ...parts, gateway: { ...parts.gateway, tokensUnderWay }, log });
    await expect.poll(() => ended, { interval: 20, timeout: 2000 }).toContain(revoked);
    expect(warnings).toHaveLength(1);
    await ending.stop();
    await database.drop();
  });
});
