// What people see while scripts work: steps with a spinner and the time on a terminal, plain lines anywhere else.
const out = process.stdout;
const isTerminal = out.isTTY === true && process.env.TERM !== 'dumb';
const hasColour = isTerminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
const accent = paint('36');

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;

export const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

export function heading(version) {
  if (isTerminal) out.write(`\n  ${accent('▲')} ${bold('Aerostack')} ${dim(version)}\n\n`);
}

/** Shows that `work` goes on, and afterwards how long it took. What it logs in the meantime goes above the spinner. */
export async function step(doing, done, work) {
  const startedAt = performance.now();
  const stop = isTerminal ? spin(doing, startedAt) : plain(doing);
  try {
    const result = await work();
    stop();
    out.write(
      isTerminal
        ? `  ${green('✓')} ${done.padEnd(34)}${dim(seconds(startedAt))}\n`
        : `${done} (${seconds(startedAt)})\n`,
    );
    return result;
  } catch (error) {
    stop();
    if (isTerminal) out.write(`  ${red('✗')} ${doing.padEnd(34)}${dim(seconds(startedAt))}\n`);
    throw error;
  }
}

function plain(doing) {
  out.write(`${doing}…\n`);
  return () => {};
}

function spin(doing, startedAt) {
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    out.write(`\r  ${accent(frames[frame])} ${doing.padEnd(34)}${dim(seconds(startedAt))}`);
  };
  draw();
  const timer = setInterval(draw, frameMs);
  return () => {
    clearInterval(timer);
    out.write('\r\u001b[K');
  };
}

/** A sentence that should be seen, with an address below it or a remark behind it. */
export function note(sentence, address, remark) {
  const lines = isTerminal ? ['', `  ${green('➜')} ${bold(sentence)}`] : [sentence];
  if (remark !== undefined) lines[lines.length - 1] += `  ${dim(`(${remark})`)}`;
  if (address !== undefined) lines.push(isTerminal ? `    ${accent(address)}` : `  ${address}`);
  out.write(`${lines.join('\n')}\n`);
}

/** Ends the process with one sentence. What a failed program printed comes before it; a stack is shown to who asks for it. */
export function fail(error) {
  const { message, code, output, stack } = error instanceof Error ? error : new Error(String(error));
  if (output) process.stderr.write(`${output.trimEnd()}\n\n`);
  if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${stack}\n`);
  process.stderr.write(
    `${isTerminal ? `\n  ${red('✗')} ` : ''}${message || code || 'Aerostack could not start.'}\n${isTerminal ? '\n' : ''}`,
  );
  process.exit(1);
}
