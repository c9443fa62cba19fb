import { claudeCode, claudeDesktop } from './claude-guides';
import { cursor, vsCode } from './editor-guides';
import type { ClientGuide, ConnectTarget } from './snippets';

/** How each client is connected, in the order in which they are offered. */
export function clientGuides(target: ConnectTarget): ClientGuide[] {
  return [claudeCode(target), claudeDesktop(target), cursor(target), vsCode(target)];
}
