import { describe, expect, it } from 'vitest';
import { diffModels } from './diff-models';
import { migrate } from './migrate';
import { testDatabases } from './test-database';

describe.each(testDatabases)('migrations on $provider', ({ open }) => {
  it('the migrations folder makes exactly the models', async () => {
    const { target, drop } = await open();
    expect(await diffModels(target)).toBeNull();
    await drop();
  });

  it('a second start applies nothing', async () => {
    const { target, drop } = await open();
    expect(await migrate(target)).toEqual([]);
    await drop();
  });
});
