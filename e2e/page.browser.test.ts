/** The page in a real browser: login, list, tree, drawer, sync; and a screenshot of each that a person looks at. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct } from './product.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SHOTS = process.env['TIPHYS_SCREENSHOTS'] ?? 'dist/screenshots';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!existsSync(CHROMIUM) || !findKubectl())('the page', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    product = await startProduct();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) });

  test('a stranger is led to the login, and a wrong password is told', async () => {
    await page.goto(product.ready.url);
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Invalid username or password').waitFor();
    await shoot('login');
    await page.getByLabel('Password').fill(product.ready.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Applications' }).waitFor();
    faults.length = 0;
  });

  test('the list shows the application and its state', async () => {
    for (const name of ['guestbook', 'harbour']) {
      const row = page.getByRole('row').filter({ has: page.getByRole('link', { name }) });
      await row.getByRole('cell', { name: 'Healthy' }).waitFor();
    }
    await shoot('applications');
  });

  test('the tree grows from the objects to the pods, live', async () => {
    await page.getByRole('link', { name: 'guestbook' }).click();
    await page.locator('[data-node="apps/Deployment/guestbook/guestbook"]').waitFor();
    await page.locator('[data-node^="/Pod/guestbook/"]').nth(1).waitFor();
    await shoot('tree');
  });

  test('the drawer shows live, desired and events', async () => {
    await page.locator('[data-node="apps/Deployment/guestbook/guestbook"]').click();
    await page.getByText('Live and desired are equal.').waitFor();
    await page.getByRole('tab', { name: 'desired' }).click();
    await page.getByText('kind: Deployment').waitFor();
    await page.getByRole('tab', { name: 'live' }).click();
    await page.getByText('observedGeneration').waitFor();
    await shoot('drawer');
    await page.getByRole('tab', { name: 'events' }).click();
    await page
      .getByText(/ScalingReplicaSet|No events/)
      .first()
      .waitFor();
  });

  test('drift appears by itself and says which field', async () => {
    const patch = '{"spec":{"syncPolicy":{"automated":null}}}';
    await product.kubectl('patch', 'application', '-n', 'argocd', 'guestbook', '--type', 'merge', '-p', patch);
    await product.kubectl('scale', 'deployment', '-n', 'guestbook', 'guestbook', '--replicas', '4');
    await page.getByRole('tab', { name: 'diff' }).click();
    await page.getByText('spec.replicas').first().waitFor();
    await shoot('diff');
    expect(await page.locator('.changes').textContent()).toContain('spec.replicas is 4, the source says 2');
    await page.getByText('Kubectl has written it; the source says something else.').waitFor();
    await page.getByText('Not synced by itself: automation is off.').waitFor();
    await page.getByText('How to ignore it').click();
    await page.getByText('- /spec/replicas').waitFor();
    await shoot('diff-explained');
  });

  test('a sync can be seen before it is pressed, and mends the drift', async () => {
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    await page.getByText('apply Deployment guestbook').waitFor();
    await shoot('sync');
    await page.locator('dialog').getByRole('button', { name: 'Sync', exact: true }).click();
    await page.getByText('Live and desired are equal.').waitFor();
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await page.getByRole('button', { name: 'Refresh', exact: true }).waitFor();
    await shoot('synced');
  });

  test('on a phone nothing overlaps the page', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot('narrow');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide).toBe(false);
  });

  test('the browser had nothing to complain about', () => {
    expect(faults).toEqual([]);
  });
});
