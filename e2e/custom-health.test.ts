/** Health as users see it: of an operator's kind, and by an installation's own check from the moment it is written. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

async function judgeBy(product: Product, script: string, kind = 'apps_Deployment'): Promise<void> {
  const patch = JSON.stringify({ data: { [`resource.customizations.health.${kind}`]: script } });
  await product.kubectl('patch', 'configmap', '-n', 'argocd', 'argocd-cm', '--type', 'merge', '-p', patch);
}

async function untilHealth(product: Product, wanted: string): Promise<Status> {
  const isThere = async () => (await statusOf(product)).health?.status === wanted;
  await until(isThere, async () => JSON.stringify(await statusOf(product)));
  return statusOf(product);
}

const SEALED = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: sealedsecrets.bitnami.com}
spec:
  group: bitnami.com
  names: {kind: SealedSecret, plural: sealedsecrets}
  scope: Namespaced
  versions:
  - name: v1alpha1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed}
`;

/** What the operator would write. */
const REFUSED = { status: { conditions: [{ type: 'Synced', status: 'False', message: 'no key could decrypt' }] } };

describe.skipIf(findKubectl() === undefined)('health checks that come along', () => {
  test("judge an operator's kind, until the installation has its own word", { timeout: 120_000 }, async () => {
    await using product = await startProduct();
    await untilHealth(product, 'Healthy');
    const clone = join(product.folder, 'clone');
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
    writeFileSync(join(clone, 'guestbook/sealed.yaml'), SEALED);
    await product.git(clone, 'add', '-A');
    await product.git(clone, 'commit', '-m', 'Seal');
    await product.git(clone, 'push', 'origin', 'HEAD:main');
    await untilHealth(product, 'Progressing');
    const { namespace } = await sealedSecret(product);
    const refuse = ['--type', 'merge', '-p', JSON.stringify(REFUSED)];
    await product.kubectl('patch', 'sealedsecret', 'sealed', '-n', namespace, ...refuse);
    await untilHealth(product, 'Degraded');
    await judgeBy(product, 'return { status = "Healthy" }', 'bitnami.com_SealedSecret');
    await untilHealth(product, 'Healthy');
  });
});

async function sealedSecret(product: Product): Promise<{ readonly namespace: string }> {
  const list = JSON.parse(await product.kubectl('get', 'sealedsecret', '-A', '-o', 'json'));
  return list.items[0].metadata;
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
