import { describe, expect, it } from 'vitest';
import { paramHeaderFault, paramHeadersOf, paramHeaderValues } from './mcp-param-headers';

describe('arguments that travel as headers', () => {
  const schema = {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      deep: { type: 'object', properties: { n: { type: 'integer', 'x-mcp-header': 'N' } } },
      bad: { type: 'string', 'x-mcp-header': 'no good' },
    },
  };

  it('mirrors annotated arguments and notices when header and argument disagree', () => {
    const declared = paramHeadersOf(schema);
    const args = { region: 'münchen', deep: { n: 42 }, bad: 'x' };
    const headers = paramHeaderValues(declared, args);
    expect(headers).toEqual({ 'mcp-param-region': 'münchen', 'mcp-param-n': '42' });
    expect(paramHeaderFault(declared, args, { ...headers, 'mcp-param-region': '=?base64?bcO8bmNoZW4=?=' })).toBeNull();
    expect(paramHeaderFault(declared, args, { ...headers, 'mcp-param-n': '42.0' })).toBeNull();
    expect(paramHeaderFault(declared, args, { ...headers, 'mcp-param-n': '43' })).toContain('deep.n');
    expect(paramHeaderFault(declared, args, { 'mcp-param-n': '42' })).toContain('Mcp-Param-Region header is missing');
    expect(paramHeaderFault(declared, { region: null }, {})).toBeNull();
  });
});
