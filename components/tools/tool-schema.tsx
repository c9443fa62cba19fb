'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { type Parameter, parametersOf } from './parameters';

/** A tool's parameters as a table for people, or as the JSON that clients get. */
export function ToolSchema({ name, schema }: { name: string; schema: unknown }) {
  const [view, setView] = useState<'table' | 'json'>('table');
  const parameters = parametersOf(schema);
  return (
    <div className="grid gap-3 pb-1">
      <SegmentedRadio
        legend={`View of the parameters of ${name}`}
        hideLegend
        value={view}
        onChange={setView}
        options={[
          { value: 'table', label: 'Table' },
          { value: 'json', label: 'JSON schema' },
        ]}
      />
      {view === 'json' && (
        <CodeBlock title="inputSchema" subject={`the schema of ${name}`} text={JSON.stringify(schema, null, 2)} />
      )}
      {view === 'table' &&
        (parameters.length === 0 ? (
          <p className="text-base text-muted-foreground">This tool takes no parameters.</p>
        ) : (
          <dl className="divide-y overflow-hidden rounded-lg border">
            {parameters.map((parameter) => (
              <ParameterRow key={parameter.name} parameter={parameter} />
            ))}
          </dl>
        ))}
    </div>
  );
}

function ParameterRow({ parameter: { name, type, required, description } }: { parameter: Parameter }) {
  return (
    <div className="grid gap-x-6 gap-y-1 px-3.5 py-2.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <dt className="flex flex-wrap items-baseline gap-x-2">
        <span className="break-all font-medium font-mono text-sm">{name}</span>
        <span className="break-words font-mono text-muted-foreground text-xs">{type}</span>
        {required && <span className="font-medium text-warning text-xs">required</span>}
      </dt>
      <dd className="min-w-0 whitespace-pre-line break-words text-base text-muted-foreground">{description || '–'}</dd>
    </div>
  );
}
