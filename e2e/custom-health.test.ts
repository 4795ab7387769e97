/** An installation's own check in argocd-cm judges the running Application, from the moment it is written. */
import { describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

interface Status {
  readonly sync?: { readonly status?: string };
  readonly health?: { readonly status?: string };
  readonly conditions?: readonly { readonly type: string; readonly message: string }[];
}

async function statusOf(product: Product): Promise<Status> {
  return (
    JSON.parse(await product.kubectl('get', 'application', '-n', 'argocd', 'guestbook', '-o', 'json')).status ?? {}
  );
}

async function judgeBy(product: Product, script: string): Promise<void> {
  const patch = JSON.stringify({ data: { 'resource.customizations.health.apps_Deployment': script } });
  await product.kubectl('patch', 'configmap', '-n', 'argocd', 'argocd-cm', '--type', 'merge', '-p', patch);
}

async function untilHealth(product: Product, wanted: string): Promise<Status> {
  const isThere = async () => (await statusOf(product)).health?.status === wanted;
  await until(isThere, async () => JSON.stringify(await statusOf(product)));
  return statusOf(product);
}

describe.skipIf(findKubectl() === undefined)('health checks of the installation', () => {
  test('judge, and say so where they fail', { timeout: 120_000 }, async () => {
    await using product = await startProduct();
    await untilHealth(product, 'Healthy');
    await judgeBy(product, 'return { status = "Suspended", message = obj.metadata.name .. " rests" }');
    await untilHealth(product, 'Suspended');
    await judgeBy(product, 'return obj.none.at.all');
    const failed = await untilHealth(product, 'Unknown');
    expect(failed.sync?.status).toBe('Synced');
    expect(failed.conditions).toMatchObject([
      {
        type: 'ComparisonError',
        message: expect.stringContaining('<string>:1: attempt to index a non-table object(nil)'),
      },
    ]);
  });
});
