import { describe, expect, it } from 'vitest';
import { isEmpty, missingCapability, readCapabilities } from './client-capabilities';

describe('what a client can be asked', () => {
  it('is told to servers as it was declared, and nothing else with it', () => {
    const declared = {
      elicitation: { url: {} },
      roots: { listChanged: true },
      experimental: { secret: 1 },
      sampling: 7,
    };
    expect(readCapabilities(declared)).toEqual({ elicitation: { url: {} }, roots: { listChanged: true } });
    for (const none of [undefined, null, 'x', [], {}, { tasks: {} }])
      expect(isEmpty(readCapabilities(none))).toBe(true);
  });

  it.each([
    [{}, 'elicitation/create', {}, { elicitation: {} }],
    [{ elicitation: {} }, 'elicitation/create', {}, null],
    [{ elicitation: {} }, 'elicitation/create', { mode: 'form' }, null],
    [{ elicitation: {} }, 'elicitation/create', { mode: 'url' }, { elicitation: { url: {} } }],
    [{ elicitation: { url: {} } }, 'elicitation/create', { mode: 'url' }, null],
    [{ elicitation: { url: {} } }, 'elicitation/create', {}, { elicitation: { form: {} } }],
    [{ elicitation: { form: {}, url: {} } }, 'elicitation/create', {}, null],
    [{ sampling: {} }, 'sampling/createMessage', undefined, null],
    [{ sampling: {} }, 'roots/list', undefined, { roots: {} }],
    [{ sampling: {} }, 'tasks/get', undefined, {}],
  ])('%j declared: %s %j lacks %j', (capabilities, method, params, missing) => {
    expect(missingCapability(capabilities, method, params)).toEqual(missing);
  });
});
