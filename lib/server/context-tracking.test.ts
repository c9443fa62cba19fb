import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restContextTracking } from './context-tracking';

const isNeeded = Number(process.versions.node.split('.', 1)) < 24;

describe.runIf(isNeeded)("Next's contexts", () => {
  const { run, enterWith } = AsyncLocalStorage.prototype;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    Object.assign(AsyncLocalStorage.prototype, { run, enterWith });
  });

  it('hold while any answer is open, rest a second after the last, and work again at the next request', () => {
    const onNextRequest = restContextTracking();
    const storage = new AsyncLocalStorage<string>();
    const [first, second] = [new EventEmitter(), new EventEmitter()];
    onNextRequest(first as ServerResponse);
    onNextRequest(second as ServerResponse);
    storage.run('page', () => {
      first.emit('close');
      vi.advanceTimersByTime(60_000);
      expect(storage.getStore()).toBe('page');
      second.emit('close');
      vi.advanceTimersByTime(999);
      expect(storage.getStore()).toBe('page');
      vi.advanceTimersByTime(1);
      expect(storage.getStore()).toBeUndefined();
    });
    onNextRequest(new EventEmitter() as ServerResponse);
    expect(storage.run('next page', () => storage.getStore())).toBe('next page');
    vi.advanceTimersByTime(60_000);
    expect(storage.run('still open', () => storage.getStore())).toBe('still open');
  });
});
