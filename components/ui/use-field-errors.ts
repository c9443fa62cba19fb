import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { z } from 'zod';
import { fieldErrorsOf, firstMessages } from '@/lib/query/problem';

/**
 * The messages of a form, keyed by the dotted path into its input: the API's own rules, asked here first, so that both doors say
 * the same. Whatever is refused, the first field in question gets the focus.
 */
export function useFieldErrors() {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);

  const show = (messages: Record<string, string>) => {
    flushSync(() => setErrors(messages));
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };

  return {
    form,
    errors,
    /** The parsed input, or null when a field was refused. */
    check<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.output<Schema> | null {
      const result = schema.safeParse(input);
      const issues = result.error?.issues ?? [];
      show(firstMessages(issues.map(({ path, message }) => ({ path: path.join('.'), message }))));
      return result.success ? result.data : null;
    },
    /** Puts the API's messages to their fields. @returns false when the failure belongs to no field. */
    showProblem(error: unknown): boolean {
      const messages = fieldErrorsOf(error);
      show(messages);
      return Object.keys(messages).length > 0;
    },
    /** Forgets what is wrong at a path and at everything below it. */
    clear(path: string): void {
      const isElsewhere = ([at]: [string, string]) => at !== path && !at.startsWith(`${path}.`);
      setErrors((before) => Object.fromEntries(Object.entries(before).filter(isElsewhere)));
    },
  };
}
