import { defineConfig } from 'prisma/config';

// `generate` asks for a native schema engine that it never runs; any existing file satisfies it, and nothing is downloaded.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({});
