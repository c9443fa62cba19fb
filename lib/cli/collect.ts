/** For an option that may be given several times. */
export const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value];

/** The same, for an option that also takes several at once: `a,b`. */
export const collectList = (value: string, earlier: string[] = []): string[] => [
  ...earlier,
  ...value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
];
