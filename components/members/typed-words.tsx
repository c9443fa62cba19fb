import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface TypedWordsProps {
  words: string;
  value: string;
  onChange: (value: string) => void;
}

/** What has to be typed before something that cannot be undone. */
export function TypedWords({ words, value, onChange }: TypedWordsProps) {
  return (
    <Field
      label={
        <span>
          Type <strong className="font-semibold [overflow-wrap:anywhere]">{words}</strong> to confirm
        </span>
      }
      className="text-foreground"
    >
      <Input autoComplete="off" spellCheck={false} value={value} onValueChange={onChange} />
    </Field>
  );
}
