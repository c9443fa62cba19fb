import { commonWords } from './common-words';

/** How people disguise letters; undone before a password is compared. */
const disguises: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const rows = [
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujm',
  '1qaz2wsx3edc4rfv',
];
const runs = ['abcdefghijklmnopqrstuvwxyz', '01234567890', ...rows];
const runsBothWays = runs.flatMap((run) => [run, [...run].reverse().join('')]);

/**
 * Why a password of allowed length is still too easy to guess, in words for its owner, or null when it is not.
 * Works offline; ASVS 6.2.4, 6.2.11. Length is the schema's concern.
 */
export function passwordFault(password: string, owner: { email: string; name: string }): string | null {
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return 'Use more different characters.';
  if (isRepetition(plain)) return 'This repeats a short piece. Add something that does not repeat.';
  if (lengthWithoutRuns(plain) < 6)
    return 'This follows the keyboard or the alphabet. Choose something less predictable.';
  if (isMadeOf(plain, wordsOf(owner)))
    return 'This is little more than your name or e-mail address. Choose something else.';
  if (commonWords.some((word) => isMadeOf(plain, [word]))) {
    return 'This is one of the passwords that are tried first. Put several unrelated words together.';
  }
  return null;
}

function wordsOf({ email, name }: { email: string; name: string }): string[] {
  const words = `${name} ${email}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
}

/** `abcabcabcabc`, `password1password1`, `xK4!xK4!xK`. */
function isRepetition(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period += 1) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}

/** Whether fewer than 4 letters remain when the words are taken out, disguised or not: a year or `123!` at the end adds nothing. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  const undisguised = [...text].map((character) => disguises[character] ?? character).join('');
  return [text, undisguised].some((variant) => {
    const rest = words.reduce((left, word) => left.replaceAll(word, ' '), variant);
    return rest !== variant && rest.replace(/[^\p{L}]/gu, '').length < 4;
  });
}

/** The length when every piece of 4 or more characters along a run counts as one. */
function lengthWithoutRuns(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; length += 1) {
    const piece = pieceAlongRun(text, at);
    at += piece >= 4 ? piece : 1;
  }
  return length;
}

function pieceAlongRun(text: string, at: number): number {
  let length = 1;
  while (at + length < text.length && runsBothWays.some((run) => run.includes(text.slice(at, at + length + 1))))
    length += 1;
  return length;
}
