import { PrismaLibSql } from '@prisma/adapter-libsql';
import { createSqliteClient } from './sqlite-client';

/** The official libSQL adapter on a connection of ours; `sqlite-client.ts` says why. */
export class SqliteAdapter extends PrismaLibSql {
  readonly #file: string;

  constructor(file: string) {
    super({ url: `file:${file}` });
    this.#file = file;
  }

  override createClient() {
    return createSqliteClient(this.#file);
  }
}
