import { createHash } from 'node:crypto';
import type { Row } from './column-kinds';

/** What a table holds, whichever database holds it. */
export interface Content {
  rows: number;
  /** Over all rows in the order of their keys' bytes, hex. */
  sha256: string;
}

/** Takes rows one by one and keeps none. */
export function openRowHash(): { add(row: Row): void; content(): Content } {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      // JSON keeps null apart from "null", and the columns and rows apart from each other.
      hash.update(`${JSON.stringify(row)}\n`);
    },
    content: () => ({ rows, sha256: hash.digest('hex') }),
  };
}

export const isSame = (a: Content, b: Content): boolean => a.rows === b.rows && a.sha256 === b.sha256;
