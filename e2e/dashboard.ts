import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Product, removeInstallation, type StartOptions, startProduct } from './product';
import { watchForComplaints } from './screens';
import { expectNoCredentials } from './test';

/** An installation of its own with a browser on it. */
export interface Dashboard {
  product: Product;
  context: BrowserContext;
  page: Page;
  complaints: ReturnType<typeof watchForComplaints>;
  clipboard(): Promise<string>;
  /** Opens a tab of the workspace that is shown. */
  openTab(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openDashboard(browser: Browser, options: StartOptions = {}): Promise<Dashboard> {
  const product = await startProduct(options);
  const context = await browser.newContext({
    baseURL: product.origin,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  return {
    product,
    context,
    page,
    complaints: watchForComplaints(page),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    openTab: async (name) => {
      await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name }).click();
      await page.waitForURL(`**/${name.toLowerCase()}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    close: async () => {
      await context.close();
      await product.stop();
      expectNoCredentials(product.output());
      await removeInstallation(product);
    },
  };
}
