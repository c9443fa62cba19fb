import { describe, expect, it } from 'vitest';
import { createForwardClock } from './forward-clock';

describe('the time by which tokens expire', () => {
  it('goes on at its pace when the machine’s clock is turned back', () => {
    const at = { wall: 1_000_000, steady: 500 };
    const nowMs = createForwardClock({ wall: () => at.wall, steady: () => at.steady });
    at.steady += 3_000;
    at.wall -= 3_600_000;
    expect(nowMs()).toBe(1_003_000);
  });

  it('follows the machine’s clock forward, and from there back to what it would have been', () => {
    const at = { wall: 1_000_000, steady: 0 };
    const nowMs = createForwardClock({ wall: () => at.wall, steady: () => at.steady });
    at.wall += 3_600_000;
    expect(nowMs()).toBe(4_600_000);
    at.wall = 1_002_000;
    at.steady = 2_000;
    expect(nowMs()).toBe(1_002_000);
  });

  it('begins where the records end when the machine’s clock is behind them, and believes no record of another year', () => {
    const begin = (passedMs: number | null) =>
      createForwardClock({ wall: () => 1_000_000, steady: () => 0, passedMs })();
    expect(begin(4_600_000)).toBe(4_600_000);
    expect(begin(999_999)).toBe(1_000_000);
    expect(begin(null)).toBe(1_000_000);
    expect(begin(1_000_000 + 365 * 86_400_000)).toBe(1_000_000);
  });
});
