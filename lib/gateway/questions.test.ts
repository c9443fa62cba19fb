import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Ask, askEntry } from './ask';
import { Questions } from './questions';

describe('questions in the middle of a request', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function make(gathers: boolean) {
    const asks: Ask[] = [];
    const told: [string, unknown][] = [];
    const questions = new Questions(
      () => gathers,
      (ask) => asks.push(ask),
    );
    const add = (key: string) =>
      questions.add({ entry: askEntry(key, 'roots/list', '{}', 'Demo'), reply: (answer) => told.push([key, answer]) });
    return { questions, asks, told, add };
  }

  it('reach a client that is asked by its own result all at once', () => {
    const { asks, told, add } = make(true);
    add('a');
    add('b');
    expect(asks).toHaveLength(0);
    vi.advanceTimersByTime(20);
    expect(asks.map(({ entries }) => entries.map(({ key }) => key))).toEqual([['a', 'b']]);
    asks[0]?.answer(new Map([['b', { result: '{}' }]]));
    expect(told).toEqual([
      ['a', undefined],
      ['b', { result: '{}' }],
    ]);
  });

  it('reach a client with a stream one by one, at once', () => {
    const { asks, add } = make(false);
    add('a');
    add('b');
    expect(asks.map(({ entries }) => entries.length)).toEqual([1, 1]);
  });

  it('are forgotten with their request, and leave no timer behind', () => {
    const { questions, asks, add } = make(true);
    add('a');
    questions.close();
    vi.advanceTimersByTime(1_000);
    expect(asks).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
