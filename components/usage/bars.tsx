'use client';

import { type ReactNode, useId, useState } from 'react';
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

export interface Series {
  label: string;
  fill: string;
  dot: string;
  values: readonly number[];
}

interface BarsProps {
  /** What the picture shows, in a sentence. */
  label: string;
  steps: readonly string[];
  series: readonly Series[];
  /** One upon the other, or each beside the other. */
  stacked: boolean;
  format: (value: number) => string;
}

const height = 180;
const width = 720;

/** Bars over time. What a bar says is told to the pointer; the table behind the chart tells everybody. */
export function Bars({ label, steps, series, stacked, format }: BarsProps) {
  const title = useId();
  const tops = steps.map((_, i) => {
    const values = series.map(({ values: all }) => all[i] ?? 0);
    return stacked ? values.reduce((sum, n) => sum + n, 0) : Math.max(...values);
  });
  const max = niceMax(Math.max(...tops, 0));
  const slot = width / steps.length;
  const gap = Math.min(6, slot * 0.25);
  const everyNth = Math.ceil(steps.length / 6);
  return (
    <div className="grid gap-3">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {series.map((one) => (
          <li key={one.label} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-full ${one.dot}`} />
            {one.label}
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div
          aria-hidden="true"
          className="flex flex-col justify-between text-right text-muted-foreground text-xs tabular-nums"
        >
          {[max, max / 2, 0].map((value) => (
            <span key={value} className="-my-2">
              {format(value)}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="h-45 w-full"
          role="img"
          aria-labelledby={title}
        >
          <title id={title}>{label}</title>
          {[0, 0.5, 1].map((at) => (
            <line
              key={at}
              x1={0}
              x2={width}
              y1={height * at}
              y2={height * at}
              className="stroke-border"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {steps.map((step, i) => {
            let below = 0;
            const inner = slot - gap;
            return (
              <g key={step}>
                {series.map((one, s) => {
                  const value = one.values[i] ?? 0;
                  const tall = max === 0 ? 0 : (value / max) * height;
                  const x = i * slot + gap / 2 + (stacked ? 0 : (s * inner) / series.length);
                  const y = height - tall - (stacked ? below : 0);
                  below += tall;
                  const wide = stacked ? inner : inner / series.length;
                  return <rect key={one.label} x={x} y={y} width={wide} height={tall} className={one.fill} />;
                })}
                <rect x={i * slot} y={0} width={slot} height={height} className="fill-transparent hover:fill-hover">
                  <title>
                    {[step, ...series.map((one) => `${one.label}: ${format(one.values[i] ?? 0)}`)].join('\n')}
                  </title>
                </rect>
              </g>
            );
          })}
        </svg>
        <span />
        <div
          aria-hidden="true"
          className="mt-2 grid text-muted-foreground text-xs"
          style={{ gridTemplateColumns: `repeat(${steps.length}, minmax(0, 1fr))` }}
        >
          {steps.map((step, i) =>
            i % everyNth === 0 ? (
              <span key={step} className="justify-self-center whitespace-nowrap" style={{ gridColumn: i + 1 }}>
                {step}
              </span>
            ) : null,
          )}
        </div>
      </div>
    </div>
  );
}

/** The next of 1, 2, 5, 10, 20 …: a scale that reads well. */
function niceMax(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((n) => n * power >= value) ?? 10) * power;
}
