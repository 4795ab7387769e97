/** Actions by the command line: what is offered, what runs, and who may. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

describe.skipIf(findKubectl() === undefined)('actions on resources', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    const { url, username, password } = product.ready;
    const login = ['login', new URL(url).host, '--username', username, '--password', password, '--plaintext'];
    expect(await product.argocd(...login)).toMatchObject({ code: 0 });
    await until(
      async () => (await product.argocd('app', 'wait', 'guestbook', '--health', '--timeout', '30')).code === 0,
      () => product.output(),
    );
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
  });

  const deployment = (path: string): Promise<string> =>
    product.kubectl('get', 'deployment', '-n', 'guestbook', 'guestbook', '-o', `jsonpath={${path}}`);

  test('they are listed as argocd lists them', async () => {
    const { stdout } = await product.argocd('app', 'actions', 'list', 'guestbook', '--kind', 'Deployment');
    expect(stdout).toBe(`GROUP  KIND        NAME       ACTION   DISABLED
apps   Deployment  guestbook  pause    false
apps   Deployment  guestbook  restart  false
apps   Deployment  guestbook  resume   true
apps   Deployment  guestbook  scale    false
`);
    const json = await product.argocd('app', 'actions', 'list', 'guestbook', '--kind', 'Application', '-o', 'json');
    expect(JSON.parse(json.stdout)).toEqual([
      { Group: 'argoproj.io', Kind: 'Application', Name: 'guestbook', Action: 'toggle-auto-sync', Disabled: false },
    ]);
    const none = await product.argocd('app', 'actions', 'list', 'guestbook', '-o', 'toml');
    expect(none).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('restart starts new pods, and an event says who asked for it', async () => {
    const before = await product.kubectl('get', 'replicaset', '-n', 'guestbook', '-o', 'name');
    const ran = await product.argocd('app', 'actions', 'run', 'guestbook', 'restart', '--kind', 'Deployment');
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await deployment('.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    await until(
      async () => (await product.kubectl('get', 'replicaset', '-n', 'guestbook', '-o', 'name')) !== before,
      () => product.output(),
    );
    const events = await product.kubectl(
      'get',
      'events',
      '-A',
      '--field-selector',
      'reason=ResourceActionRan',
      '-o',
      'jsonpath={range .items[*]}{.involvedObject.kind}: {.message}{"\\n"}{end}',
    );
    expect(events.trim().split('\n').sort()).toEqual([
      'Application: admin ran action restart on resource apps/Deployment/guestbook',
      'Deployment: admin ran action restart',
    ]);
  });

  test('auto-sync is switched off; then a scaled deployment stays as it was scaled', async () => {
    const off = ['app', 'actions', 'run', 'guestbook', 'toggle-auto-sync', '--kind', 'Application'];
    expect(await product.argocd(...off)).toMatchObject({ code: 0 });
    const scale = ['app', 'actions', 'run', 'guestbook', 'scale', '--kind', 'Deployment', '--param', 'replicas=4'];
    expect(await product.argocd(...scale)).toMatchObject({ code: 0 });
    expect(await deployment('.spec.replicas')).toBe('4');
    const automated = [
      'get',
      'application',
      '-n',
      'argocd',
      'guestbook',
      '-o',
      'jsonpath={.spec.syncPolicy.automated.enabled}',
    ];
    expect(await product.kubectl(...automated)).toBe('false');
  });

  test.each([
    [
      ['scale', '--kind', 'Deployment', '--param', 'replicas=many'],
      'rpc error: code = Unknown desc = invalid number: many\n',
    ],
    [
      ['fly', '--kind', 'Deployment'],
      'rpc error: code = Unknown desc = built-in script "apps/Deployment/actions/fly" does not exist\n',
    ],
    [['restart', '--kind', 'Pod'], 'no matching resource found\n'],
    [
      ['restart', '--kind', 'Deployment', '--param', 'replicas'],
      'Parameter should be NAME=VALUE, but instead got: replicas\n',
    ],
  ])('%j is refused in a sentence', async (args, stderr) => {
    const answer = await product.argocd('app', 'actions', 'run', 'guestbook', ...args);
    expect(answer).toEqual({ code: 20, stdout: '', stderr });
  });
});
