/** Kubernetes' own controllers on the embedded API, which keeps objects only: they do on it what they do on a real server. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildControllerManager, controllerManagerModule, startControllerManager } from './controller-manager.ts';
import { findKubectl, until } from './product.ts';
import { startStageCluster } from './stage-cluster.ts';

const BUILD_MILLISECONDS = 20 * 60_000;
const module = controllerManagerModule();
const template = (app: string): object => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'nginx:1' }] },
});
const workload = (kind: string, name: string, spec: object): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'demo' },
  spec: { selector: { matchLabels: { app: name } }, template: template(name), ...spec },
});

describe.skipIf(module === undefined || findKubectl() === undefined)('the real kube-controller-manager', () => {
  const stack = new AsyncDisposableStack();
  let kubeconfig = '';

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'controller-manager-'));
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    ({ kubeconfig } = await startStageCluster(stack, folder, { kind: 'kubelite', flags: ['--no-controllers'] }));
    const program = buildControllerManager(module ?? '');
    stack.use(startControllerManager({ program, kubeconfig, folder }));
    kubectl('create', 'namespace', 'demo');
  }, BUILD_MILLISECONDS);

  afterAll(() => stack.disposeAsync());

  function ask(args: readonly string[], input?: string): string {
    const words = ['--kubeconfig', kubeconfig, ...args];
    const { stdout, stderr, status } = spawnSync(findKubectl() ?? '', words, { encoding: 'utf8', input });
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  const kubectl = (...args: readonly string[]): string => ask(args);
  const apply = (object: object): string => ask(['apply', '-f', '-'], JSON.stringify(object));

  /** Waits until a question gets this answer; words, without the order of objects. */
  async function untilAnswered(wanted: readonly string[], ...args: readonly string[]): Promise<void> {
    let last: readonly string[] = [];
    const asked = (): boolean => {
      last = kubectl('-n', 'demo', 'get', ...args)
        .split(/\s+/)
        .filter((word) => word !== '')
        .sort();
      return last.join() === [...wanted].sort().join();
    };
    await until(asked, () => `${args.join(' ')}: ${last.join(' ')}`, { seconds: 60 });
  }

  const count = (app: string) => ['pods', '-l', `app=${app}`, '-o', 'jsonpath={.items[*].status.phase}'];

  function setPods(selector: string, status: object): void {
    const names = kubectl('-n', 'demo', 'get', 'pods', '-l', selector, '-o', 'name');
    for (const name of names.split('\n').filter((it) => it !== '')) {
      const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify({ status })];
      kubectl('-n', 'demo', 'patch', name, ...patch);
    }
  }

  const ready = (): object => ({
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
  });

  test('leads, and gives a namespace its service account and the certificate', async () => {
    await untilAnswered(['default'], 'serviceaccounts', '-o', 'jsonpath={.items[*].metadata.name}');
    await untilAnswered(['kube-root-ca.crt'], 'configmaps', '-o', 'jsonpath={.items[*].metadata.name}');
    const holder = [
      '-n',
      'kube-system',
      'get',
      'lease',
      'kube-controller-manager',
      '-o',
      'jsonpath={.spec.holderIdentity}',
    ];
    expect(kubectl(...holder)).not.toBe('');
  });

  test('a Deployment makes ReplicaSets and Pods, is rolled over, and is collected in the foreground', async () => {
    apply(workload('Deployment', 'web', { replicas: 3 }));
    await untilAnswered(['Pending', 'Pending', 'Pending'], ...count('web'));
    setPods('app=web', ready());
    kubectl('-n', 'demo', 'rollout', 'status', 'deployment/web', '--timeout=30s');
    kubectl('-n', 'demo', 'set', 'image', 'deployment/web', 'c=nginx:2');
    await untilAnswered(['3', '1'], 'replicasets', '-l', 'app=web', '-o', 'jsonpath={.items[*].spec.replicas}');
    kubectl('-n', 'demo', 'delete', 'deployment', 'web', '--cascade=foreground', '--timeout=30s');
    await untilAnswered([], ...count('web'));
  });

  test('a StatefulSet makes its claim, and the next Pod once one is ready', async () => {
    const claim = {
      metadata: { name: 'd' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    apply(workload('StatefulSet', 'db', { replicas: 2, serviceName: 'db', volumeClaimTemplates: [claim] }));
    await untilAnswered(['Pending'], ...count('db'));
    setPods('app=db', ready());
    await untilAnswered(['d-db-0', 'd-db-1'], 'persistentvolumeclaims', '-o', 'jsonpath={.items[*].metadata.name}');
  });

  test('a Job is complete once its Pod is', async () => {
    kubectl('-n', 'demo', 'create', 'job', 'once', '--image=busybox');
    await untilAnswered(['Pending'], 'pods', '-l', 'job-name=once', '-o', 'jsonpath={.items[*].status.phase}');
    setPods('job-name=once', { phase: 'Succeeded' });
    kubectl('-n', 'demo', 'wait', '--for=condition=Complete', 'job/once', '--timeout=30s');
  });

  test('quotas are counted, and Services have slices of what is ready', async () => {
    kubectl('-n', 'demo', 'create', 'quota', 'most', '--hard=configmaps=5');
    await untilAnswered(['1'], 'resourcequota', 'most', '-o', 'jsonpath={.status.used.configmaps}');
    kubectl('-n', 'demo', 'create', 'service', 'clusterip', 'db', '--tcp=80');
    await untilAnswered(
      ['db'],
      'endpointslices',
      '-o',
      'jsonpath={.items[*].metadata.labels.kubernetes\\.io/service-name}',
    );
  });

  test('a namespace ends with all that is in it', async () => {
    kubectl('delete', 'namespace', 'demo', '--timeout=90s');
    expect(kubectl('get', 'pods,statefulsets,jobs,persistentvolumeclaims', '-A', '-o', 'name')).toBe('');
  }, 100_000);
});
