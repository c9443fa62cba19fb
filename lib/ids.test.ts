import { describe, expect, it } from 'vitest';
import { newId } from './ids';

describe('ids', () => {
  it('are UUIDs of version 7 that hold their time and never come twice', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => newId(1_700_000_000_000 + i));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids.map((id) => id.slice(19))).size).toBe(10_000);
    expect([...ids].sort()).toEqual(ids);
    expect(Number.parseInt((ids[7] as string).replace('-', '').slice(0, 12), 16)).toBe(1_700_000_000_007);
  });

  it('made in one millisecond sort as they were made', () => {
    const ids = Array.from({ length: 1000 }, () => newId(1_700_000_000_000));
    expect([...ids].sort()).toEqual(ids);
  });
});
