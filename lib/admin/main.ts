#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openOutput } from '../cli/output';
import { run } from './run';

const output = openOutput(process.env);
const cwd = process.cwd();
// The bundle lies one folder below the project's root, where `npm start` too reads its settings and finds the migrations.
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), { env: process.env, output, cwd });
