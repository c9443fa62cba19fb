import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { type Env, readEnv } from '../env';
import { openVault } from './vault';

const secret = 'q7Fz0dYQmZ3m1S9hT4wPz7LrC2eNfAvMkXqJ0bB';
const otherSecret = 'R4wPz7LrC2eNfAvMkXqJ0bBq7Fz0dYQmZ3m1S9h';

describe.each(testDatabases)('the vault on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  let dataDir: string;
  const env = (over: Partial<Env> = {}): Env => ({ ...readEnv({}), database: database.target, dataDir, ...over });

  beforeEach(async () => {
    database = await open();
    dataDir = mkdtempSync(join(tmpdir(), 'aerostack_test_'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  it('what one start sealed the next one opens', async () => {
    const sealed = (await openVault(env({ secret }), database.db)).seal('credential', 'place');
    expect((await openVault(env({ secret }), database.db)).open(sealed, 'place')).toBe('credential');
  });

  it('a secret that does not open this database refuses to start', async () => {
    await openVault(env({ secret }), database.db);
    await expect(openVault(env({ secret: otherSecret }), database.db)).rejects.toThrow('encrypted with another secret');
  });

  it('two first starts at once with different secrets cannot both succeed', async () => {
    const starts = [secret, otherSecret].map((one) => openVault(env({ secret: one }), database.db));
    const results = await Promise.allSettled(starts);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('instances with the same secret can start for the first time together', async () => {
    await Promise.all(Array.from({ length: 8 }, () => openVault(env({ secret }), database.db)));
  });

  it('a weak secret refuses to start and leaves no trace', async () => {
    await expect(openVault(env({ secret: 'changeme'.repeat(8) }), database.db)).rejects.toThrow('AEROSTACK_SECRET');
    expect(await database.db.setting.count()).toBe(0);
  });

  it.runIf(provider === 'postgres')('is not made up where several instances would each make up their own', async () => {
    await expect(openVault(env(), database.db)).rejects.toThrow('AEROSTACK_SECRET must be set');
  });

  describe.runIf(provider === 'sqlite')('without AEROSTACK_SECRET', () => {
    const path = () => join(dataDir, 'secret');

    it('makes a secret that only this user can read, and uses it again', async () => {
      const sealed = (await openVault(env(), database.db)).seal('credential', 'place');
      expect(statSync(path()).mode & 0o777).toBe(0o600);
      expect((await openVault(env(), database.db)).open(sealed, 'place')).toBe('credential');
    });

    it('never overwrites a secret that is there', async () => {
      writeFileSync(path(), `${secret}\n`);
      await openVault(env(), database.db);
      expect(readFileSync(path(), 'utf8')).toBe(`${secret}\n`);
    });

    it('an empty secret file is refused, not filled', async () => {
      writeFileSync(path(), '');
      await expect(openVault(env(), database.db)).rejects.toThrow(path());
      expect(readFileSync(path(), 'utf8')).toBe('');
    });

    it('a lost secret is reported and not replaced by a new one', async () => {
      await openVault(env(), database.db);
      rmSync(path());
      await expect(openVault(env(), database.db)).rejects.toThrow('restore');
      expect(() => statSync(path())).toThrow('ENOENT');
    });
  });
});
