import { CodeBlock } from '@/components/ui/code-block';
import type { CallDetails } from '@/lib/calls/schemas';

/** What was asked and answered, where it is kept; otherwise why there is nothing. */
export function RecordedCall({ recorded }: Pick<CallDetails, 'recorded'>) {
  if (recorded === null) {
    return (
      <p className="text-pretty text-muted-foreground text-sm">
        What was asked and answered is not stored. An owner may have it recorded, server by server.
      </p>
    );
  }
  const { arguments: given, answer } = recorded;
  return (
    <section aria-label="What was asked and answered" className="grid grid-cols-1 gap-4">
      <Recorded title="Arguments" recorded={given} />
      {answer === null ? (
        <p className="text-muted-foreground text-sm">The client got no answer.</p>
      ) : (
        <Recorded title="Answer" recorded={answer} />
      )}
      <p className="text-pretty text-muted-foreground text-sm">
        Recorded because an owner switched that on for this server. Fields that hold secrets are left out.
      </p>
    </section>
  );
}

function Recorded({ title, recorded }: { title: string; recorded: { text: string; is_cut: boolean } }) {
  return (
    <CodeBlock
      title={recorded.is_cut ? `${title}, cut after ${recorded.text.length} characters` : title}
      subject={title.toLowerCase()}
      text={recorded.is_cut ? recorded.text : indented(recorded.text)}
    />
  );
}

/** Parsing and printing would round large numbers; these texts are shown as they were sent. */
function indented(json: string): string {
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]/g, (token) => {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ',') return token + line();
    else return token === ':' ? ': ' : token;
    return token === '{' || token === '[' ? token + line() : line() + token;
  });
}
