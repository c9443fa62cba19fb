import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditFilter } from '@/lib/audit/schemas';
import { type AuditView, filterOf, isFiltered, noFilters, queryOf, viewOf } from './audit-view';

const id = fc.option(fc.uuid());
const views: fc.Arbitrary<AuditView> = fc.record({
  actor: fc.option(fc.oneof(fc.uuid(), fc.constant('system'))),
  action: fc.option(fc.constantFrom('token', 'token.create', 'api_key.delete')),
  result: fc.option(fc.constantFrom('done', 'refused')),
  period: fc.option(fc.constantFrom('day', 'week', 'month')),
  request: id,
  target: id,
});

describe('what of the audit log is shown', () => {
  it('stands in the address and is read back from it', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(viewOf(new URLSearchParams(queryOf(view)))).toEqual(view);
      }),
    );
  });

  it('an address that somebody made up asks for nothing that the API refuses', () => {
    const names = fc.constantFrom('actor', 'action', 'result', 'period', 'request', 'target');
    fc.assert(
      fc.property(fc.dictionary(names, fc.string({ maxLength: 300 })), (made) => {
        const view = viewOf(new URLSearchParams(made));
        expect(AuditFilter.safeParse(filterOf(view, Date.now())).success).toBe(true);
      }),
    );
  });

  it('a period is as many days back as it says, to the minute', () => {
    const now = Date.UTC(2026, 10, 28, 12, 0, 59);
    expect(filterOf({ ...noFilters, period: 'week' }, now)).toEqual({ from: '2026-11-21T12:00:00.000Z' });
    expect([isFiltered(noFilters), filterOf(noFilters, now)]).toEqual([false, {}]);
  });
});
