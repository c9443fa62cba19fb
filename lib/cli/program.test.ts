import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { openOutput } from './output';
import { createProgram } from './program';

const surroundings = {
  env: {},
  output: openOutput({ NO_COLOR: '1' }),
  isInteractive: false,
  signal: new AbortController().signal,
  now: () => new Date(),
};

const program = createProgram(surroundings);
const commands = allOf(program);

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (part) => void parts.push(part) }).outputHelp();
  return parts.join('');
}

/** The examples of a help, as they stand there. */
const examplesOf = (command: Command) =>
  helpOf(command)
    .split('\n')
    .flatMap((line) => /^ {2}\$ (.*)$/.exec(line)?.[1] ?? []);

/** The words behind each `aerostack` of a line of shell. */
const callsIn = (line: string) =>
  line.split(/[()|>;]|&&/).flatMap((piece) => {
    const words = /^\s*(?:\w+=\S* )*aerostack (.+)$/.exec(piece)?.[1]?.replace(/"[^"]*"|'[^']*'/g, 'quoted');
    return words === undefined ? [] : [words.trim().split(/ +/)];
  });

/** The command that the words lead to, and the options among the rest of them. */
function follow(words: string[]): { command: Command; options: string[] } {
  let command = program;
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return { command, options: words.filter((word) => /^--?[a-z]/.test(word)) };
}

const optionsOf = (command: Command): string[] =>
  [...command.options, ...(command.parent === null ? [] : [{ short: '-h', long: '--help' }])]
    .flatMap(({ short, long }) => [short, long])
    .flatMap((flag) => flag ?? [])
    .concat(command.parent === null ? [] : optionsOf(command.parent));

it('every command has a description, and a help that ends with examples of that very command', () => {
  expect(commands.length).toBeGreaterThan(25);
  for (const command of commands) {
    const path = pathOf(command);
    expect(command.description(), path).toMatch(/\w.*\.$/);
    const examples = examplesOf(command);
    expect(
      examples.some((line) => line.includes(path)),
      `an example of ${path}`,
    ).toBe(true);
  }
});

it('every option and argument says what it is', () => {
  for (const command of commands) {
    for (const option of command.options) expect(option.description, `${pathOf(command)} ${option.flags}`).not.toBe('');
    for (const argument of command.registeredArguments) {
      expect(argument.description, `${pathOf(command)} ${argument.name()}`).not.toBe('');
    }
  }
});

it('what an example shows exists: each command of it, and each of its options', () => {
  for (const command of commands) {
    for (const line of examplesOf(command)) {
      const calls = callsIn(line);
      expect(calls.length, line).toBeGreaterThan(0);
      for (const words of calls) {
        const { command: called, options } = follow(words);
        expect(called.commands.length === 0 || options.includes('--help'), `${line} leads to a command`).toBe(true);
        for (const option of options) expect(optionsOf(called), line).toContain(option);
      }
    }
  }
});
