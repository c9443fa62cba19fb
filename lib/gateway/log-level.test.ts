import { describe, expect, it } from 'vitest';
import { type Era, metaKeys } from '../mcp-protocol';
import type { Exchange } from './exchange';
import { passesLog, wantedLevel } from './log-level';

const exchange = (era: Era, level: string | null, acceptsStream = true) =>
  ({
    era,
    acceptsStream,
    session: era === 'legacy' ? { logLevel: level } : null,
    message: { params: { _meta: level === null ? {} : { [metaKeys.logLevel]: level } } },
  }) as unknown as Exchange;

describe('log messages of servers', () => {
  it('reach a 2026-07-28 client only when this request asked for them', () => {
    expect(passesLog(exchange('modern', null), 'legacy', 'emergency')).toBe(false);
    expect(passesLog(exchange('modern', 'loud'), 'legacy', 'emergency')).toBe(false);
    expect(passesLog(exchange('modern', 'warning'), 'legacy', 'notice')).toBe(false);
    expect(passesLog(exchange('modern', 'warning'), 'modern', 'warning')).toBe(true);
  });

  it('reach a 2025-era client that never chose as its server sends them, and at info from a 2026-07-28 server', () => {
    expect(passesLog(exchange('legacy', null), 'legacy', 'debug')).toBe(true);
    expect(passesLog(exchange('legacy', null), 'modern', 'debug')).toBe(false);
    expect(passesLog(exchange('legacy', null), 'modern', 'info')).toBe(true);
    expect(wantedLevel(exchange('legacy', null))).toBe('info');
  });

  it('reach a 2025-era client that chose from its level upwards', () => {
    expect(passesLog(exchange('legacy', 'error'), 'legacy', 'warning')).toBe(false);
    expect(passesLog(exchange('legacy', 'error'), 'legacy', 'critical')).toBe(true);
  });

  it('are not asked for where nothing could carry them', () => {
    expect(wantedLevel(exchange('modern', 'debug', false))).toBeNull();
    expect(passesLog(exchange('legacy', null, false), 'legacy', 'error')).toBe(false);
  });
});
