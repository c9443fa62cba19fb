import type pg from 'pg';
import { columnKinds } from './column-kinds';

export interface Table {
  name: string;
  columns: Column[];
  /** The names of the primary key's columns, in its order. */
  key: string[];
}

interface Column {
  name: string;
  /** A key of `columnKinds`. */
  kind: string;
}

interface FoundTable {
  name: string;
  columns: Column[];
  key: string[];
  parents: string[];
}

/** PostgreSQL's own account: the migrations make exactly the models, so a model of tomorrow is found without a word here. */
const sql = `
  SELECT c.relname AS name,
    (SELECT json_agg(json_build_object('name', a.attname, 'kind', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT json_agg(a.attname ORDER BY array_position(p.conkey, a.attnum))
      FROM pg_constraint p JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (p.conkey)
      WHERE p.conrelid = c.oid AND p.contype = 'p') AS key,
    (SELECT coalesce(json_agg(DISTINCT parent.relname), '[]')
      FROM pg_constraint f JOIN pg_class parent ON parent.oid = f.confrelid
      WHERE f.conrelid = c.oid AND f.contype = 'f' AND parent.oid <> c.oid) AS parents
  FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
  ORDER BY c.relname`;

/**
 * Every table of the models, parents before what refers to them.
 * @throws when a column has a type that `columnKinds` does not name.
 */
export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<FoundTable>(sql);
  for (const { name, columns } of rows) {
    const strange = columns.find(({ kind }) => columnKinds[kind] === undefined);
    if (strange !== undefined) throw new Error(`${name}.${strange.name} has the unknown type ${strange.kind}.`);
  }
  return parentsFirst(rows).map(({ name, columns, key }) => ({ name, columns, key }));
}

function parentsFirst(tables: FoundTable[]): FoundTable[] {
  const placed = new Set<string>();
  const sorted: FoundTable[] = [];
  while (sorted.length < tables.length) {
    const next = tables.filter(({ name, parents }) => !placed.has(name) && parents.every((one) => placed.has(one)));
    if (next.length === 0) throw new Error('Tables refer to each other in a circle.');
    for (const table of next) placed.add(table.name);
    sorted.push(...next);
  }
  return sorted;
}

/** An identifier in the SQL of both databases. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
