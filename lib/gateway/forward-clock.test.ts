import { describe, expect, it } from 'vitest';
import { createForwardClock } from './forward-clock';

describe('the time by which tokens expire', () => {
  it('goes on at its pace when the machine’s clock is turned back', () => {
    const at = { wall: 1_000_000, steady: 500 };
    const nowMs = createForwardClock(
      () => at.wall,
      () => at.steady,
    );
    at.steady += 3_000;
    at.wall -= 3_600_000;
    expect(nowMs()).toBe(1_003_000);
  });

  it('follows the machine’s clock forward, and from there back to what it would have been', () => {
    const at = { wall: 1_000_000, steady: 0 };
    const nowMs = createForwardClock(
      () => at.wall,
      () => at.steady,
    );
    at.wall += 3_600_000;
    expect(nowMs()).toBe(4_600_000);
    at.wall = 1_002_000;
    at.steady = 2_000;
    expect(nowMs()).toBe(1_002_000);
  });
});
