import { describe, expect, it } from 'vitest';
import { readAddresses } from './read-addresses';

describe('readAddresses', () => {
  it('takes whatever people paste: commas, semicolons, spaces, lines', () => {
    expect(readAddresses(' a@x.io, b@x.io;c@x.io\nd@x.io\r\n\te@x.io ,, ')).toEqual([
      'a@x.io',
      'b@x.io',
      'c@x.io',
      'd@x.io',
      'e@x.io',
    ]);
  });

  it('takes the address out of what a mail program copies, commas in names included', () => {
    expect(readAddresses('Ada Lovelace <ada@x.io>, "Hopper, Grace" <grace@x.io>; <alan@x.io>\nbob@x.io')).toEqual([
      'ada@x.io',
      'grace@x.io',
      'alan@x.io',
      'bob@x.io',
    ]);
  });

  it('invites nobody twice, however they are written', () => {
    expect(readAddresses('Ada@x.io ada@x.io ADA@X.IO')).toEqual(['Ada@x.io']);
  });

  it('keeps what is no address, so that the form can say so instead of dropping it', () => {
    expect(readAddresses('ada@x.io, grace')).toEqual(['ada@x.io', 'grace']);
  });

  it('finds nothing in nothing', () => {
    expect(readAddresses(' ,;\n ')).toEqual([]);
  });
});
