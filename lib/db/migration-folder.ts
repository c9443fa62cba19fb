import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseTarget } from '../env';

export interface Migration {
  /** `<timestamp>_<name>`, the folder's name; they apply in the order of their names. */
  name: string;
  script: string;
}

/** Found from the project root, where the product always starts; source tree and bundles see the same files. */
export const migrationsFolder = (provider: DatabaseTarget['provider']) =>
  join(process.cwd(), 'prisma', 'migrations', provider);

export function readMigrations(provider: DatabaseTarget['provider']): Migration[] {
  const folder = migrationsFolder(provider);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, script: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}

/** The models with the provider's head in front, as the engine wants them. */
export function readModels(provider: DatabaseTarget['provider']): string {
  const read = (file: string) => readFileSync(join(process.cwd(), 'prisma', file), 'utf8');
  return `${read(`${provider}.prisma`)}\n${read('models.prisma')}`;
}
