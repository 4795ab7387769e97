/** Actions in the page: buttons in the drawer, a question before anything is done, and what comes of it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SHOTS = process.env['TIPHYS_SCREENSHOTS'] ?? 'dist/screenshots';

describe.skipIf(!existsSync(CHROMIUM) || !findKubectl())('actions in the page', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    product = await startProduct();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(product.ready.url);
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill(product.ready.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('link', { name: 'guestbook' }).click();
    await page.locator('[data-node="apps/Deployment/guestbook/guestbook"]').click();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) });
  const drawer = () => page.getByRole('complementary');
  const deployment = (path: string): Promise<string> =>
    product.kubectl('get', 'deployment', '-n', 'guestbook', 'guestbook', '-o', `jsonpath={${path}}`);

  test('the drawer has a button for each; what is of no use now is greyed out', async () => {
    await drawer().getByRole('button', { name: 'Restart' }).waitFor();
    expect(await drawer().getByRole('button', { name: 'Resume' }).isDisabled()).toBe(true);
    await shoot('actions');
  });

  test('restart asks first, and then restarts', async () => {
    await drawer().getByRole('button', { name: 'Restart' }).click();
    await page.getByRole('heading', { name: 'Restart: Deployment guestbook?' }).waitFor();
    await shoot('action-question');
    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
    await page.getByText('Restart: done').waitFor();
    expect(await deployment('.spec.template.metadata.annotations')).toContain('restartedAt');
  });

  test('auto-sync is switched off at the top; scale asks for a number, and a wrong one is told', async () => {
    await page.getByRole('button', { name: 'Disable Auto-Sync' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable Auto-Sync' }).click();
    await page.getByRole('button', { name: 'Enable Auto-Sync' }).waitFor();
    await drawer().getByRole('button', { name: 'Scale …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('replicas').fill('many');
    await dialog.getByRole('button', { name: 'Scale' }).click();
    await dialog.getByText('invalid number: many').waitFor();
    await shoot('action-refused');
    await dialog.getByLabel('replicas').fill('5');
    await dialog.getByRole('button', { name: 'Scale' }).click();
    await page.getByText('Scale: done').waitFor();
    await until(
      async () => (await deployment('.spec.replicas')) === '5',
      () => product.output(),
    );
    await page.getByText('spec.replicas').first().waitFor();
    await shoot('action-done');
  });
});
