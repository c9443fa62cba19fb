import { expect, it } from 'vitest';
import { findNamed } from './find-named';

interface Thing {
  id: string;
  name: string;
  isOver?: true;
}

const things: Thing[] = [
  { id: '1', name: 'tracker' },
  { id: '2', name: 'twice' },
  { id: '3', name: 'twice' },
  { id: '4', name: 'mixed', isOver: true },
  { id: '5', name: 'mixed' },
  { id: '6', name: 'gone', isOver: true },
  { id: '7', name: '1' },
];
const find = (asked: string) =>
  findNamed(things, asked, {
    noun: 'thing',
    names: ({ name }) => [name],
    isLiving: ({ isOver }) => !isOver,
    list: 'aerostack thing list',
  });

it.each([
  ['1', '1'],
  ['tracker', '1'],
  ['mixed', '5'],
  ['gone', '6'],
])('“%s” is the one with the ID %s: an ID before a name, what works before what is over', async (asked, id) => {
  expect(await find(asked)).toMatchObject({ id });
});

it('does not choose between two that have the name', async () => {
  await expect(find('twice')).rejects.toMatchObject({
    kind: 'usage',
    message: '2 things are called “twice”. Name one by its ID: aerostack thing list',
  });
});

it('says what was probably meant, or only where to look', async () => {
  await expect(find('tracer')).rejects.toMatchObject({
    kind: 'not_found',
    message: expect.stringMatching(/Did you mean “tracker”\?/),
  });
  await expect(find('zebra')).rejects.toMatchObject({
    message: 'There is no thing with the ID or name “zebra”. List them: aerostack thing list',
  });
});
