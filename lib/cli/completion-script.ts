import type { Node } from './command-tree';
import { askWorkspaces, commands, type Entry, keyOf, optionsOf, quote, takers, wordsOf } from './completion-words';
import { fishScript } from './fish-completion';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script by which a shell completes `aerostack`. All that it needs is in it, except for the names of workspaces. */
export const completionScript = (shell: Shell, tree: Node[]): string => writers[shell](tree);

const writers: Record<Shell, (tree: Node[]) => string> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `case` lines for what has any entries. */
const cases = (tree: Node[], entriesOf: (node: Node) => Entry[], write: (entries: Entry[]) => string) =>
  tree
    .map((node) => ({ key: keyOf(node), entries: entriesOf(node) }))
    .filter(({ entries }) => entries.length > 0)
    .map(({ key, entries }) => `      ${quote(key)}) ${write(entries)} ;;`)
    .join('\n');

const valueCases = (tree: Node[], write: (entries: Entry[]) => string) =>
  tree
    .flatMap((node) => node.options.map((option) => ({ node, option })))
    .filter(({ option }) => option.values.length > 0)
    .map(({ node, option: { names, values } }) => {
      const keys = names.map((name) => quote(`${keyOf(node)} ${name}`)).join('|');
      return `      ${keys}) ${write(values.map((name) => ({ name, description: '' })))} ;;`;
    })
    .join('\n');

/**
 * Finds, from the finished words, the command that the line is at, how many arguments it has, and the option whose value comes next.
 * Bash and zsh read it alike.
 */
const findCommand = (tree: Node[]) => `    if [[ -n $option ]]; then option=; continue; fi
    case $word in
      ${takers(tree).join('|')}) option=$word; continue ;;
      -*) continue ;;
    esac
    case \${at:+$at }$word in
      ${commands(tree).map(quote).join('|')}) at=\${at:+$at }$word ;;
      *) count=$((count + 1)) ;;
    esac`;

const workspaceCase = (tree: Node[], write: string) => {
  const keys = tree.filter(({ takesWorkspace }) => takesWorkspace).map((node) => quote(keyOf(node)));
  return keys.length === 0 ? '' : `\n      ${keys.join('|')}) (( count == 0 )) && ${write} ;;`;
};

function bashScript(tree: Node[]): string {
  const write = (entries: Entry[]) => `found=${quote(entries.map(({ name }) => name).join(' '))}`;
  return `# Completion of aerostack in bash: source <(aerostack completion bash)
_aerostack() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at= option= count=0 found= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${findCommand(tree)}
  done
  if [[ -n $option ]]; then
    case "$at $option" in
${valueCases(tree, write)}
    esac
  elif [[ $cur == -* ]]; then
    case $at in
${cases(tree, optionsOf, write)}
    esac
  else
    case $at in
${cases(tree, wordsOf, write)}${workspaceCase(tree, `found=$(${askWorkspaces})`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$found" -- "$cur"))
}
complete -o default -F _aerostack aerostack
`;
}

function zshScript(tree: Node[]): string {
  const write = (entries: Entry[]) =>
    `found=(${entries.map(({ name, description }) => quote(description === '' ? name : `${name}:${description}`)).join(' ')})`;
  return `#compdef aerostack
# Completion of aerostack in zsh: source <(aerostack completion zsh)
_aerostack() {
  local at= option= count=0 word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
${findCommand(tree)}
  done
  if [[ -n $option ]]; then
    case "$at $option" in
${valueCases(tree, write)}
      *) _files; return ;;
    esac
  elif [[ $PREFIX == -* ]]; then
    case $at in
${cases(tree, optionsOf, write)}
    esac
  else
    case $at in
${cases(tree, wordsOf, write)}${workspaceCase(tree, `found=("\${(@f)$(${askWorkspaces})}")`)}
      *) _files; return ;;
    esac
  fi
  _describe aerostack found
}
if [[ \${funcstack[1]} == _aerostack ]]; then _aerostack "$@"; else compdef _aerostack aerostack; fi
`;
}
