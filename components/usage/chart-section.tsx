'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';

interface ChartSectionProps {
  title: string;
  description: string;
  chart: ReactNode;
  table: ReactNode;
}

/** A chart, and the numbers behind it for whoever would rather read them. */
export function ChartSection({ title, description, chart, table }: ChartSectionProps) {
  const [isTable, setIsTable] = useState(false);
  return (
    <Section
      title={title}
      description={description}
      actions={
        <Button variant="secondary" size="small" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          Table
        </Button>
      }
    >
      {isTable ? <div className="max-h-96 overflow-auto">{table}</div> : <div className="p-5">{chart}</div>}
    </Section>
  );
}
