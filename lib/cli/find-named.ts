import { CliError } from './cli-error';
import { suggest } from './suggest';

interface Kind<Item> {
  /** `server`, `token`, `member`. */
  noun: string;
  /** What people call one, besides its ID; the first is the one to suggest. */
  names: (item: Item) => string[];
  /** Whether it counts when several have the name: one that still works rather than one that is over. */
  isLiving?: (item: Item) => boolean;
  /** The command that lists them. */
  list: string;
}

/**
 * The one that is meant by an ID or a name.
 * @throws CliError `not_found` with what was probably meant, `usage` when several have the name.
 */
export async function findNamed<Item extends { id: string }>(
  items: Item[],
  asked: string,
  { noun, names, isLiving = () => true, list }: Kind<NoInfer<Item>>,
): Promise<Item> {
  const byId = items.find(({ id }) => id === asked);
  if (byId !== undefined) return byId;
  const named = items.filter((item) => names(item).includes(asked));
  const living = named.filter(isLiving);
  const [only] = living.length > 0 ? living : named;
  const count = living.length || named.length;
  if (only !== undefined && count === 1) return only;
  if (count > 1) throw new CliError('usage', `${count} ${noun}s are called “${asked}”. Name one by its ID: ${list}`);
  const meant = await suggest(asked, items.flatMap(names));
  throw new CliError('not_found', `There is no ${noun} with the ID or name “${asked}”.${meant} List them: ${list}`);
}
