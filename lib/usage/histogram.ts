/**
 * How many calls took how long, in buckets that grow by a fifth each: what is read out of it is at most a tenth off, whatever was put in.
 * Kept as JSON, `{"<bucket>":<count>}`; two are added by adding their counts.
 */
export type Histogram = Record<string, number>;

const growth = 1.2;
const logOfGrowth = Math.log(growth);
/** What stands for a bucket: equally far, in proportion, from its two ends. */
const middle = (2 * growth) / (1 + growth);

/** @param us a whole number of microseconds; what took none is taken for one. */
export const bucketOf = (us: number): number => Math.floor(Math.log(Math.max(1, us)) / logOfGrowth + 1e-9);

export function addTime(histogram: Histogram, us: number): void {
  const bucket = bucketOf(us);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

export function addHistogram(sum: Histogram, part: Histogram): void {
  for (const bucket in part) sum[bucket] = (sum[bucket] ?? 0) + (part[bucket] as number);
}

export const writeHistogram = (histogram: Histogram): string => JSON.stringify(histogram);

export const readHistogram = (text: string): Histogram => JSON.parse(text) as Histogram;

/**
 * The same in less than half the letters, for what is read by the thousand: runs of `<bucket>:<count>,<count>,…;`, each count being of the
 * bucket after the one before, and nothing standing for 0.
 */
export function packHistogram(histogram: Histogram): string {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;
  for (const [key, count] of Object.entries(histogram)) {
    const bucket = Number(key);
    const gap = bucket - last;
    text += gap <= gapMax ? ','.repeat(gap) + count : `${text && ';'}${bucket}:${count}`;
    last = bucket;
  }
  return text && `${text};`;
}

/** Beyond it a new run is shorter. */
const gapMax = 4;

/** Adds histograms as `writeHistogram` or `packHistogram` wrote them, any number of them one behind the other. */
export function addHistograms(sum: Histogram, texts: string): void {
  let bucket = 0;
  let number = 0;
  for (let i = 0; i < texts.length; i += 1) {
    const code = texts.charCodeAt(i);
    if (code >= 48 && code <= 57) number = number * 10 + code - 48;
    else if (code === colon) {
      bucket = number;
      number = 0;
    } else if (code === comma || code === semicolon || code === brace) {
      if (number > 0) sum[bucket] = (sum[bucket] ?? 0) + number;
      bucket += 1;
      number = 0;
    }
  }
}

const colon = 58;
const semicolon = 59;
const comma = 44;
const brace = 125;

/**
 * The time, in microseconds, that this share of the calls did not exceed.
 * @returns null where nothing was put in
 */
export function quantile(histogram: Histogram, share: number): number | null {
  // Keys that are whole numbers come in their order.
  const entries = Object.entries(histogram);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const [bucket, count] of entries) {
    seen += count;
    if (seen >= rank) return growth ** Number(bucket) * middle;
  }
  return null;
}
