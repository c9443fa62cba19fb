import { type Era, metaKeys } from '../mcp-protocol';
import type { Exchange } from './exchange';

/** From the least to the most severe (RFC 5424, as MCP names them). */
export const logLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export type LogLevel = (typeof logLevels)[number];

export const isLogLevel = (value: unknown): value is LogLevel => logLevels.some((level) => level === value);

/** What a 2025-era client gets that never chose: servers of that time send what they think fit. */
const defaultLevel: LogLevel = 'info';

/** The least severe messages that this request's client wants; null for none. 2026-07-28 asks for them request by request. */
export function wantedLevel({ era, message, session, acceptsStream }: Exchange): LogLevel | null {
  if (!acceptsStream) return null;
  if (era === 'legacy') return session?.logLevel ?? defaultLevel;
  const meta = message.params._meta as Record<string, unknown> | undefined;
  const level = meta?.[metaKeys.logLevel];
  return isLogLevel(level) ? level : null;
}

/** Whether a log message goes on to the client. One that never chose a level gets what a server of its own era sends. */
export function passesLog(exchange: Exchange, from: Era, level: unknown): boolean {
  const wanted = wantedLevel(exchange);
  if (wanted === null) return false;
  const isUnchosen = exchange.era === 'legacy' && from === 'legacy' && (exchange.session?.logLevel ?? null) === null;
  return isUnchosen || !isLogLevel(level) || logLevels.indexOf(level) >= logLevels.indexOf(wanted);
}
