'use client';

import { type CSSProperties, type MouseEvent, useId, useRef, useState } from 'react';

export interface Series {
  label: string;
  fill: string;
  dot: string;
  /** By step; null where there is none. */
  values: readonly (number | null)[];
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

/** Bars over time. What each step comes to is told to the pointer, to a finger, and to the arrow keys. */
export function Bars({ label, steps, series, stacked, format }: BarsProps) {
  const title = useId();
  const max = niceMax(Math.max(0, ...steps.map((_, i) => topOf(series, i, stacked))));
  return (
    <div className="grid gap-3">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {series.map((one) => (
          <li key={one.label} className="flex items-center gap-1.5">
            <Dot of={one} />
            {one.label}
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <Scale max={max} format={format} />
        <div className="relative">
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
            {steps.map((step, i) => (
              <Step key={step} index={i} count={steps.length} max={max} series={series} stacked={stacked} />
            ))}
          </svg>
          <Pointed label={label} steps={steps} series={series} format={format} />
        </div>
        <span />
        <Times steps={steps} />
      </div>
    </div>
  );
}

const topOf = (series: readonly Series[], at: number, stacked: boolean) => {
  const values = series.map(({ values: all }) => all[at] ?? 0);
  return stacked ? values.reduce((sum, n) => sum + n, 0) : Math.max(...values);
};

const Dot = ({ of }: { of: Series }) => (
  <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${of.dot}`} />
);

function Scale({ max, format }: { max: number; format: (value: number) => string }) {
  return (
    <div
      aria-hidden="true"
      className="flex flex-col justify-between text-right text-muted-foreground text-xs tabular-nums"
    >
      {[1, 0.5, 0].map((share) => (
        <span key={share} className="-my-2">
          {format(max * share)}
        </span>
      ))}
    </div>
  );
}

interface StepProps {
  index: number;
  count: number;
  max: number;
  series: readonly Series[];
  stacked: boolean;
}

function Step({ index, count, max, series, stacked }: StepProps) {
  const slot = width / count;
  const gap = Math.min(6, slot * 0.25);
  const inner = slot - gap;
  let below = 0;
  return series.map((one, s) => {
    const tall = max === 0 ? 0 : ((one.values[index] ?? 0) / max) * height;
    const x = index * slot + gap / 2 + (stacked ? 0 : (s * inner) / series.length);
    const y = height - tall - (stacked ? below : 0);
    below += tall;
    const wide = stacked ? inner : inner / series.length;
    return <rect key={one.label} x={x} y={y} width={wide} height={tall} className={one.fill} />;
  });
}

/** Lies over the picture: the step that is pointed at, and what it comes to. To the keyboard it is a slider over the steps. */
function Pointed({ label, steps, series, format }: Pick<BarsProps, 'label' | 'steps' | 'series' | 'format'>) {
  const [pointed, setPointed] = useState<number | null>(null);
  const slider = useRef<HTMLInputElement>(null);
  const last = steps.length - 1;
  const at = Math.min(pointed ?? last, last);
  const told = series.map((one) => ({ one, text: textOf(one.values[at], format) }));
  const percent = (slots: number) => `${(slots / steps.length) * 100}%`;
  const point = (event: MouseEvent<HTMLDivElement>) => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    const found = Math.floor(((event.clientX - left) / wide) * steps.length);
    setPointed(Math.max(0, Math.min(found, last)));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the handlers do, the slider in it does for the keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
    <div
      className="absolute inset-0 touch-pan-y touch-pinch-zoom rounded-sm outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-accent"
      onPointerMove={point}
      // A press, also the one that browsers make of a tap, would take the focus away from the slider.
      onMouseDown={(event) => event.preventDefault()}
      // What is clicked or tapped stays until something else is.
      onClick={(event) => {
        point(event);
        slider.current?.focus({ preventScroll: true });
      }}
      onPointerLeave={() => document.activeElement !== slider.current && setPointed(null)}
    >
      <input
        ref={slider}
        type="range"
        className="sr-only"
        aria-label={label}
        aria-valuetext={`${steps[at]}: ${told.map(({ one, text }) => `${one.label} ${text}`).join(', ')}`}
        min={0}
        max={last}
        value={at}
        onChange={({ target }) => setPointed(Number(target.value))}
        onFocus={() => setPointed((before) => before ?? last)}
        onBlur={() => setPointed(null)}
      />
      {pointed !== null && (
        <>
          <div
            className="pointer-events-none absolute inset-y-0 bg-hover"
            style={{ left: percent(at), width: percent(1) }}
          />
          <div
            aria-hidden="true"
            className={`pointer-events-none absolute top-2 left-(--middle) z-10 grid w-max -translate-x-(--middle) gap-1 rounded-md border bg-surface px-2.5 py-2 text-xs shadow-lg sm:translate-x-0 ${at < steps.length / 2 ? 'sm:left-(--end) sm:ml-1.5' : 'sm:right-(--rest) sm:left-auto sm:mr-1.5'}`}
            style={
              {
                '--middle': percent(at + 0.5),
                '--end': percent(at + 1),
                '--rest': percent(steps.length - at),
              } as CSSProperties
            }
          >
            <span className="font-medium">{steps[at]}</span>
            {told.map(({ one, text }) => (
              <span key={one.label} className="flex items-center gap-1.5 text-muted-foreground">
                <Dot of={one} />
                {one.label}
                <span className="ml-auto pl-3 text-foreground tabular-nums">{text}</span>
              </span>
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** Of a step without a call there are no times, which is not 0. */
const textOf = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? '–' : format(value);

/** Six of them at most, three on a phone: more would run into one another. */
function Times({ steps }: { steps: readonly string[] }) {
  const everyNth = Math.ceil(steps.length / 6);
  return (
    <div
      aria-hidden="true"
      className="mt-2 grid text-muted-foreground text-xs"
      style={{ gridTemplateColumns: `repeat(${steps.length}, minmax(0, 1fr))` }}
    >
      {steps.map((step, i) =>
        i % everyNth === 0 ? (
          <span
            key={step}
            className={`justify-self-center whitespace-nowrap ${i % (2 * everyNth) === 0 ? '' : 'max-sm:invisible'}`}
            style={{ gridColumn: i + 1 }}
          >
            {step}
          </span>
        ) : null,
      )}
    </div>
  );
}

/** The next of 1, 2, 5, 10, 20 …: a scale that reads well. */
function niceMax(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((n) => n * power >= value) ?? 10) * power;
}
