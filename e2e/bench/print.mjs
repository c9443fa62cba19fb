/** One row of a table; the first cell names it. */
export function print([first, ...rest]) {
  process.stdout.write(`  ${first.padEnd(24)}${rest.map((cell) => cell.padStart(16)).join('')}\n`);
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
