import { expect, type Page } from '@playwright/test';
import axe, { type Result } from 'axe-core';

const widths = [360, 1440];
const themes = ['light', 'dark'] as const;
/** What a theme can break. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];

/** Pictures are for people; where nobody looks, they only take time. */
const takesPictures = !process.env.CI;

/**
 * Looks at the screen as it stands: both themes, phone and desktop. Saves a picture of each to `test-results/screens`,
 * and demands that axe finds nothing and that nothing is wider than the window. Themes differ in their colours only.
 */
export async function inspectScreen(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1440, height: 900 };
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await settle(page);
      const picture = `${name}-${theme}-${width}`;
      const path = `test-results/screens/${picture}.png`;
      if (takesPictures) await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${picture}: pixels beyond the right edge`).toBeLessThanOrEqual(0);
      const violations = await violationsOf(page, theme === 'dark' ? rulesOfColours : null);
      expect(violations.map(describeViolation), `${picture}: axe`).toEqual([]);
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Colours in the middle of a transition are no colours to judge. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What follows the scrolling ends when someone scrolls.
    const hasEnd = ({ timeline, effect }: Animation) =>
      timeline instanceof DocumentTimeline && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    await Promise.all(
      document
        .getAnimations()
        .filter(hasEnd)
        .map((animation) => animation.finished.catch(() => undefined)),
    );
  });
}

/** Asked without its own packages for browsers: they hand half a megabyte of axe over twice for each question. No frames here. */
async function violationsOf(page: Page, rules: string[] | null): Promise<Result[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const asked = (window as unknown as { axe: typeof axe }).axe;
    const runOnly = only === null ? {} : { runOnly: { type: 'rule' as const, values: only } };
    return (await asked.run(document, { resultTypes: ['violations'], ...runOnly })).violations;
  }, rules);
}

const describeViolation = ({ id, help, nodes }: Result) =>
  `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`;

/** Everything a page complains about: its own errors, failed requests of its own, what the content security policy blocked. */
export function watchForComplaints(page: Page): { expectNone(): void; allow(pattern: RegExp): void } {
  const complaints: string[] = [];
  // Chromium reports every refused request; a form that was refused shows it at its fields, which the tests look at.
  const allowed = [/the server responded with a status of 422/];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    expectNone: () => expect(complaints.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([]),
    allow: (pattern) => allowed.push(pattern),
  };
}
