import type { ReactNode } from 'react';
import { cn } from './class-names';
import { CopyButton } from './copy-button';

interface CodeBlockProps {
  title: ReactNode;
  /** What is copied, for the spoken name of the button. */
  subject: string;
  text: string;
  onCopied?: (() => void) | undefined;
  className?: string;
}

/** A text to be pasted elsewhere, exactly as it stands. Long lines wrap, so that nothing hides on a phone. */
export function CodeBlock({ title, subject, text, onCopied, className }: CodeBlockProps) {
  return (
    <figure className={cn('overflow-hidden rounded-lg border bg-sunken', className)}>
      <figcaption className="flex min-h-11 items-center justify-between gap-3 border-b bg-surface py-1.5 pr-1.5 pl-3.5">
        <span className="min-w-0 break-words text-muted-foreground text-sm">{title}</span>
        <CopyButton value={text} subject={subject} showLabel {...(onCopied ? { onCopied } : {})} />
      </figcaption>
      <pre className="whitespace-pre-wrap px-3.5 py-3 font-mono text-sm leading-5 [overflow-wrap:anywhere]">
        <code>{text}</code>
      </pre>
    </figure>
  );
}
