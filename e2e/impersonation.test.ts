/** With impersonation on, a sync is allowed what the service account is allowed that the project names, and nothing more. */
import { describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

interface Guestbook {
  readonly spec: { readonly destination: { readonly namespace: string } };
  readonly operation?: object;
  readonly status?: {
    readonly operationState?: {
      readonly phase: string;
      readonly message: string;
      readonly finishedAt?: string;
      readonly syncResult?: { readonly resources?: readonly { readonly kind: string; readonly message: string }[] };
    };
  };
}

const APPLICATION = ['application', '-n', 'argocd', 'guestbook'] as const;

async function guestbook(product: Product): Promise<Guestbook> {
  return JSON.parse(await product.kubectl('get', ...APPLICATION, '-o', 'json'));
}

function merge(product: Product, target: readonly string[], patch: object): Promise<string> {
  return product.kubectl('patch', ...target, '--type', 'merge', '-p', JSON.stringify(patch));
}

/** Asks for a sync that changes every object, and waits for its end. */
async function sync(product: Product) {
  const started = (await guestbook(product)).status?.operationState;
  await merge(product, APPLICATION, { operation: { sync: { syncStrategy: { hook: {} } } } });
  const ended = async () => {
    const { operation, status } = await guestbook(product);
    const state = status?.operationState;
    return (
      operation === undefined && state?.finishedAt !== undefined && JSON.stringify(state) !== JSON.stringify(started)
    );
  };
  await until(ended, async () => JSON.stringify(await guestbook(product)));
  return (await guestbook(product)).status?.operationState;
}

describe.skipIf(findKubectl() === undefined)('impersonation', () => {
  test('nobody without an entry, refused without a right, done with it', { timeout: 120_000 }, async () => {
    await using product = await startProduct();
    await until(
      async () => (await guestbook(product)).status?.operationState?.phase === 'Succeeded',
      async () => JSON.stringify(await guestbook(product)),
    );
    const { namespace } = (await guestbook(product)).spec.destination;
    await merge(product, APPLICATION, { spec: { syncPolicy: { automated: null } } });
    await merge(product, ['configmap', '-n', 'argocd', 'argocd-cm'], {
      data: { 'application.sync.impersonation.enabled': 'true' },
    });
    expect(await sync(product)).toMatchObject({
      phase: 'Error',
      message: `failed to find a matching service account to impersonate: no matching service account found for destination server https://kubernetes.default.svc and namespace ${namespace}`,
    });

    const project = (await product.kubectl('get', ...APPLICATION, '-o', 'jsonpath={.spec.project}')).trim();
    await merge(product, ['appproject', '-n', 'argocd', project], {
      spec: { destinationServiceAccounts: [{ server: '*', namespace, defaultServiceAccount: 'deployer' }] },
    });
    await product.kubectl('delete', 'deployment,service', '-n', namespace, '--all');
    const refused = await sync(product);
    expect(refused?.phase).toBe('Failed');
    const user = `system:serviceaccount:${namespace}:deployer`;
    const messages = (refused?.syncResult?.resources ?? []).map(({ kind, message }) => ({ kind, message }));
    const message = expect.stringContaining(`User "${user}" cannot create resource`);
    expect(messages).toContainEqual({ kind: 'Service', message });

    const rights = ['--verb=*', '--resource=deployments.apps,services,configmaps,jobs.batch'];
    await product.kubectl('create', 'role', 'deployer', '-n', namespace, ...rights);
    await product.kubectl(
      ...['create', 'rolebinding', 'deployer', '-n', namespace],
      ...['--role=deployer', `--serviceaccount=${namespace}:deployer`],
    );
    expect(await sync(product)).toMatchObject({ phase: 'Succeeded' });
  });
});
