/** Applications of a team's own namespace: from the setting that names it until it is named no more. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

interface Guestbook {
  readonly spec: object;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly sync?: { readonly status: string };
    readonly conditions?: readonly { readonly message: string }[];
  };
}

async function application(product: Product, namespace: string): Promise<Guestbook> {
  return JSON.parse(await product.kubectl('get', 'application', '-n', namespace, 'guestbook', '-o', 'json'));
}

function merge(product: Product, kind: string, name: string, patch: object): Promise<string> {
  return product.kubectl('patch', kind, '-n', 'argocd', name, '--type', 'merge', '-p', JSON.stringify(patch));
}

describe.skipIf(findKubectl() === undefined)('Applications in any namespace', () => {
  test('are looked at where the setting says so and the project lets them', { timeout: 120_000 }, async () => {
    await using product = await startProduct();
    const { spec } = await application(product, 'argocd');
    const own = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'guestbook', namespace: 'team-shop' },
      spec: { ...spec, destination: { name: 'in-cluster', namespace: 'team-shop' } },
    };
    await product.kubectl('create', 'namespace', 'team-shop');
    const { username, password } = product.ready;
    const server = new URL(product.ready.url).host;
    const login = await product.argocd('login', server, '--plaintext', '--username', username, '--password', password);
    expect(login).toMatchObject({ code: 0 });

    const patch = { data: { 'application.namespaces': 'team-*' } };
    const file = join(product.folder, 'app.json');
    writeFileSync(file, JSON.stringify(own));
    await product.kubectl('apply', '-f', file);
    expect((await product.argocd('app', 'get', 'team-shop/guestbook')).code).not.toBe(0);
    await merge(product, 'configmap', 'argocd-cmd-params-cm', patch);
    await until(
      async () => (await application(product, 'team-shop')).status?.conditions?.[0] !== undefined,
      async () => JSON.stringify(await application(product, 'team-shop')),
    );
    expect((await application(product, 'team-shop')).status?.conditions).toMatchObject([
      { message: "application 'guestbook' in namespace 'team-shop' is not allowed to use project default" },
    ]);

    await merge(product, 'appproject', 'default', { spec: { sourceNamespaces: ['team-shop'] } });
    await until(
      async () => (await application(product, 'team-shop')).status?.sync?.status === 'Synced',
      async () => JSON.stringify(await application(product, 'team-shop')),
    );
    const service = JSON.parse(await product.kubectl('get', 'service', '-n', 'team-shop', '-o', 'json'));
    expect(service.items[0].metadata.annotations['argocd.argoproj.io/tracking-id']).toMatch(
      /^team-shop_guestbook:\/Service:team-shop\//,
    );
    const listed = await product.argocd('app', 'list', '-o', 'name');
    expect(listed.stdout.trim().split('\n')).toEqual(
      expect.arrayContaining(['argocd/guestbook', 'team-shop/guestbook']),
    );
    expect(await product.argocd('app', 'get', 'guestbook', '-N', 'team-shop')).toMatchObject({ code: 0 });
    expect(await product.argocd('app', 'explain', 'team-shop/guestbook')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Live and desired are equal.'),
    });

    await merge(product, 'configmap', 'argocd-cmd-params-cm', { data: { 'application.namespaces': null } });
    const isListed = async () => (await product.argocd('app', 'list', '-o', 'name')).stdout.includes('team-shop/');
    await until(
      async () => !(await isListed()),
      () => 'the Application of the namespace is still listed',
    );
  });
});
