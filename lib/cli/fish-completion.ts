import type { Node } from './command-tree';
import { askWorkspaces, commands, keyOf, takers, wordsOf } from './completion-words';

/** Fish has its own quotes. */
const fishQuote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** @returns the script that fish loads. */
export function fishScript(tree: Node[]): string {
  const at = (node: Node) => `complete -c aerostack -n ${fishQuote(`__aerostack_at ${fishQuote(keyOf(node))}`)}`;
  const isEverywhere = ({ names }: Node['options'][number]) =>
    tree.every(({ options }) => options.some((option) => option.names.join() === names.join()));
  const lines = tree.flatMap((node) => [
    ...wordsOf(node).map(({ name, description }) => `${at(node)} -a ${name} -d ${fishQuote(description)}`),
    ...(node.takesWorkspace ? [`${at(node)} -a ${fishQuote(`(${askWorkspaces})`)}`] : []),
    ...node.options.flatMap((option) => {
      if (isEverywhere(option) && node.path.length > 0) return [];
      const names = option.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
      const value =
        option.values.length > 0 ? ` -x -a ${fishQuote(option.values.join(' '))}` : option.takesValue ? ' -r' : '';
      const where = isEverywhere(option) ? 'complete -c aerostack' : at(node);
      return `${where} ${names.join(' ')}${value} -d ${fishQuote(option.description)}`;
    }),
  ]);
  return `# Completion of aerostack in fish: aerostack completion fish | source
function __aerostack_at
    set -l at
    set -l option
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            set option
            continue
        end
        switch $word
            case ${takers(tree).join(' ')}
                set option $word
                continue
            case '-*'
                continue
        end
        if contains -- (string join ' ' $at $word) ${commands(tree).map(fishQuote).join(' ')}
            set at $at $word
        end
    end
    test "$(string join ' ' $at)" = "$argv[1]"
end
complete -c aerostack -f
${lines.join('\n')}
`;
}
