import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenScopeInput } from '@/lib/tokens/schemas';
import { readScope, scopeText, whyRefused } from '@/lib/tokens/scope';
import { accessDraftOf, entriesOf, idlePatterns, scopeInput, wouldGrant } from './access-draft';

const servers = ['github', 'jira'] as const;
const names = ['search', 'delete_repo', 'a'];
const globs = fc.constantFrom('*', 'github__*', '*__delete_*', 'jira__search', '*a*', 'github__a');
const scopes = fc.record({
  servers: fc.option(fc.uniqueArray(fc.constantFrom(...servers), { minLength: 1 })),
  allow: fc.array(globs, { maxLength: 3 }),
  deny: fc.array(globs, { maxLength: 3 }),
  read_only: fc.boolean(),
  addresses: fc.constant<string[]>([]),
});

describe('the preview of what a token would see', () => {
  it('is what the gateway will show it, for every scope', () => {
    fc.assert(
      fc.property(fc.option(scopes), fc.boolean(), (scope, isReadOnly) => {
        for (const server of servers) {
          for (const name of names) {
            const tool = { server, stable_name: `${server}__${name}`, read_only: isReadOnly };
            const reason = whyRefused(scope, { kind: 'tool', server, name, isReadOnly });
            expect(wouldGrant(accessDraftOf(scope), tool)).toBe(reason === null);
          }
        }
      }),
    );
  });

  it('names patterns that fit nothing', () => {
    expect(idlePatterns('githb__*\n*__search', [{ stable_name: 'github__search' }])).toEqual(['githb__*']);
  });
});

describe('a scope in the form', () => {
  it('is stored as it was after it was opened and saved unchanged', () => {
    fc.assert(
      fc.property(fc.option(scopes), (scope) => {
        const stored = readScope(scopeText(scope));
        const saved = scopeInput(accessDraftOf(stored));
        const sent = saved === null ? null : TokenScopeInput.parse(saved);
        expect(scopeText(sent && { ...scopeDefaults, ...sent, servers: sent.servers ?? null })).toBe(scopeText(stored));
      }),
    );
  });

  it('takes entries by line, by comma or by space', () => {
    expect(entriesOf('github__*, jira__*\n\n  a b ')).toEqual(['github__*', 'jira__*', 'a', 'b']);
  });
});

const scopeDefaults = { servers: null, allow: [], deny: [], read_only: false, addresses: [] };
