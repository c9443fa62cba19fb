import { expect, it } from 'vitest';
import { layOutFacts } from './facts';

it('facts stand below each other, without those that are none, and none of them brings a line of its own', () => {
  const lines = layOutFacts([
    ['ID', '1'],
    ['Gateway', 'http://127.0.0.1:3000/ws/a'],
    ['Description', null],
    ['Name', 'two\nlines'],
  ]);
  expect(lines).toBe('ID:      1\nGateway: http://127.0.0.1:3000/ws/a\nName:    two\ufffdlines');
});
