'use client';

import { ExternalLink, Info } from 'lucide-react';
import { useState } from 'react';
import { buttonVariants } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { Tab, TabPanel, Tabs, TabsList } from '@/components/ui/tabs';
import { clientGuides } from '@/lib/connect/client-guides';
import type { ClientGuide, ConnectTarget, Snippet } from '@/lib/connect/snippets';

interface ClientTabsProps {
  target: ConnectTarget;
  /** Called when a text that holds the token was copied. */
  onSecretCopied?: () => void;
}

/** For each client: what to paste, where, and how to see that it worked. */
export function ClientTabs({ target, onSecretCopied }: ClientTabsProps) {
  const guides = clientGuides(target);
  return (
    <Tabs defaultValue="claude-code" className="overflow-hidden rounded-xl border bg-surface shadow-sm">
      <TabsList aria-label="Client">
        {guides.map(({ id, label }) => (
          <Tab key={id} value={id}>
            {label}
          </Tab>
        ))}
      </TabsList>
      {guides.map((guide) => (
        <TabPanel key={guide.id} value={guide.id} className="p-4 sm:p-5">
          <Guide guide={guide} onSecretCopied={onSecretCopied} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function Guide({ guide, onSecretCopied }: { guide: ClientGuide; onSecretCopied: (() => void) | undefined }) {
  const [chosen, setChosen] = useState(guide.variants[0]?.id);
  const variant = guide.variants.find(({ id }) => id === chosen);
  return (
    <div className="grid grid-cols-1 gap-4">
      {guide.notice && (
        <p className="flex items-start gap-2.5 rounded-md border border-accent/25 bg-accent-subtle px-3 py-2.5 text-base">
          <Info className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
          {guide.notice}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {guide.variants.length > 1 && chosen && (
          <SegmentedRadio
            legend={`How to configure ${guide.label}`}
            hideLegend
            value={chosen}
            onChange={setChosen}
            options={guide.variants.map(({ id, label }) => ({ value: id, label }))}
          />
        )}
        {guide.link && (
          <a href={guide.link.href} className={buttonVariants({ variant: 'secondary', size: 'small' })}>
            <ExternalLink aria-hidden="true" />
            {guide.link.label}
          </a>
        )}
      </div>
      {variant && (
        <>
          <p className="text-base text-muted-foreground">{variant.explanation}</p>
          {variant.snippets.map((snippet) => (
            <CodeBlock
              key={snippet.title}
              title={<Place snippet={snippet} />}
              subject={`${guide.label}: ${snippet.title.toLowerCase()}`}
              text={snippet.text}
              onCopied={snippet.isSecret ? onSecretCopied : undefined}
            />
          ))}
        </>
      )}
      <p className="text-base text-muted-foreground">
        <span className="font-medium text-foreground">To check: </span>
        {guide.check}
      </p>
    </div>
  );
}

function Place({ snippet: { title, where } }: { snippet: Snippet }) {
  return (
    <span className="flex flex-wrap gap-x-2">
      <span className="font-medium text-foreground">{title}</span> <span className="min-w-0 break-words">{where}</span>
    </span>
  );
}
