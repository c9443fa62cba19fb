import { describe, expect, it } from 'vitest';
import { setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createToken } from './create-token';
import { endStaleStreams, startEndingStaleStreams } from './end-stale-streams';
import { pauseToken, resumeToken } from './pause-token';
import { revokeToken } from './revoke-token';
import { updateToken } from './update-token';

async function prepare(database: TestDatabase) {
  const stage = setStage(database);
  const owner = await stage.person('Owner');
  await stage.workspace('acme', [[owner, 'owner']]);
  const make = async (name: string) => (await createToken(owner, 'acme', { name, expires_in: 60 })).token.id;
  const [good, revoked, paused, resumed, narrowed] = [
    await make('good'),
    await make('revoked'),
    await make('paused'),
    await make('resumed'),
    await make('narrowed'),
  ];
  // The instance where this happens has other streams than this one.
  await revokeToken(owner, 'acme', revoked);
  await pauseToken(owner, 'acme', paused);
  await pauseToken(owner, 'acme', resumed);
  await resumeToken(owner, 'acme', resumed);
  await updateToken(owner, 'acme', narrowed, { scope: { read_only: true } });
  const ended: string[] = [];
  const holders = [good, revoked, paused, resumed, narrowed, 'gone'].map((id) => ({ id, accessRevision: 1 }));
  const gateway = { tokensUnderWay: () => holders, closeTokenStreams: (id: string) => ended.push(id) };
  return { good, revoked, paused, resumed, narrowed, now: owner.now, ended, parts: { db: database.db, gateway } };
}

describe.each(testDatabases)('what tokens have under way, on $provider', ({ open }) => {
  it('ends when another instance revoked, paused, narrowed or removed the token, or it has expired, and only then', async () => {
    const database = await open();
    const { good, revoked, paused, resumed, narrowed, now, ended, parts } = await prepare(database);
    await endStaleStreams(parts, now);
    expect(ended).toEqual([revoked, paused, resumed, narrowed, 'gone']);
    await endStaleStreams(parts, new Date(now.getTime() + 60_000));
    expect(ended).toContain(good);
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
    const ending = startEndingStaleStreams({
      ...parts,
      gateway: { ...parts.gateway, tokensUnderWay },
      log,
      nowMs: Date.now,
    });
    await expect.poll(() => ended, { interval: 20, timeout: 2000 }).toContain(revoked);
    expect(warnings).toHaveLength(1);
    await ending.stop();
    await database.drop();
  });
});
