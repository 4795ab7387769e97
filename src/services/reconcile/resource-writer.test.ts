/** What people change by actions: the project's word first, then the verbs of Argo CD. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actionPatch } from '../../engine/actions/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { ResourceChange } from '../../ports/resource-writer.ts';
import {
  application,
  openProject,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

const APP = { namespace: 'argocd', name: 'app' };

let environment: ReconcileEnvironment;
let controller: RunningController;
let writes: string[];

beforeEach(async () => {
  writes = [];
  environment = await reconcileEnvironment();
  await environment.apply(application());
  controller = await environment.startController(noted(environment.api));
  await environment.settle();
});

afterEach(async () => {
  await controller.stop();
  await environment.close();
});

/** The API, with the writes outside the control plane noted as `verb place body`. */
function noted(kube: KubePort): KubePort {
  return {
    ...kube,
    create(type, object, options) {
      if (type.plural !== 'events')
        writes.push(
          `create ${type.plural}/${object.metadata.name}${options?.dryRun ? ' (dry run)' : ''} as ${options?.fieldManager}`,
        );
      return kube.create(type, object, options);
    },
    patch(address, kind, text, options) {
      const { type, name, subresource } = address;
      if (type.plural !== 'applications')
        writes.push(
          `${kind} patch ${type.plural}/${name}${subresource ? `/${subresource}` : ''} ${text} as ${options?.fieldManager}`,
        );
      return kube.patch(address, kind, text, options);
    },
  };
}

async function write(...changes: readonly ResourceChange[]): Promise<string> {
  const written = controller.reconciler.resourceWriter.write(APP, changes);
  const told = written.then(
    () => 'written',
    (error) => `${error.code}: ${error.message}`,
  );
  await environment.settle();
  return told;
}

function patchOf(live: KubeObject, change: (object: KubeObject) => KubeObject): ResourceChange {
  const patch = actionPatch(live, change(live));
  if (patch === undefined) throw new Error('nothing changes');
  return { kind: 'patch', object: live, patch };
}

const JOB: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'made', namespace: 'n' },
  spec: {
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/job:1' }] } },
  },
};

function restrict(rules: object): void {
  const project = openProject('default');
  environment.installation.set({ projects: [{ ...project, spec: { ...project.spec, ...rules } }] });
}

test('what is made is tried first, all of it, and then made', async () => {
  const other = { ...JOB, metadata: { name: 'other', namespace: 'n' } };
  expect(await write({ kind: 'create', object: JOB }, { kind: 'create', object: other })).toBe('written');
  expect(writes.slice(0, 4)).toEqual([
    'create jobs/made (dry run) as argocd-server',
    'create jobs/other (dry run) as argocd-server',
    'create jobs/made as argocd-server',
    'create jobs/other as argocd-server',
  ]);
});

test('one that the server would not take keeps all others from being made', async () => {
  const broken = { ...JOB, metadata: { name: 'Not A Name', namespace: 'n' } };
  expect(await write({ kind: 'create', object: JOB }, { kind: 'create', object: broken })).toMatch(/^kube.invalid: /);
  expect(await environment.get('Job', 'made')).toBeUndefined();
});

test.each([
  [
    'its kind',
    { namespaceResourceBlacklist: [{ group: 'batch', kind: 'Job' }] },
    'write.denied: resource batch:Job is not permitted in project default',
  ],
  [
    'its namespace',
    { destinations: [{ server: '*', namespace: 'other' }] },
    "write.denied: namespace n is not permitted in project 'default'",
  ],
])('the project forbids %s, so nothing is sent', async (_what, rules, expected) => {
  restrict(rules);
  expect(await write({ kind: 'create', object: JOB })).toBe(expected);
  expect(writes).toEqual([]);
});

test('an object elsewhere than the project permits is not made, though the Application may be where it is', async () => {
  restrict({ destinations: [{ server: '*', namespace: 'n' }] });
  const elsewhere = { ...JOB, metadata: { name: 'made', namespace: 'argocd' } };
  expect(await write({ kind: 'create', object: JOB }, { kind: 'create', object: elsewhere })).toBe(
    "write.denied: namespace argocd is not permitted in project 'default'",
  );
  expect(await environment.get('Job', 'made')).toBeUndefined();
});

test('the status goes to its subresource, the rest beside it', async () => {
  const live = await environment.apply(JOB);
  const condition = {
    type: 'FailureTarget',
    status: 'True',
    reason: 'Told',
    lastTransitionTime: '2024-01-01T00:00:00Z',
  };
  const change = patchOf(live, (job) => ({
    ...job,
    metadata: { ...job.metadata, labels: { ...job.metadata.labels, told: 'yes' } },
    status: { ...(job.status as object), conditions: [condition] },
  }));
  writes = [];
  expect(await write(change)).toBe('written');
  expect(writes.map((line) => line.replace(/\{.*\}/, ''))).toEqual([
    'merge patch jobs/made/status  as argocd-server',
    'merge patch jobs/made  as argocd-server',
  ]);
  expect((await environment.get('Job', 'made'))?.metadata.labels).toMatchObject({ told: 'yes' });
});

test('a kind without the subresource takes the whole at once', async () => {
  const live = await environment.apply({
    apiVersion: 'test.example.com/v1',
    kind: 'Gate',
    metadata: { name: 'gate', namespace: 'n' },
    spec: { open: false },
  });
  writes = [];
  expect(await write(patchOf(live, (gate) => ({ ...gate, spec: { open: true }, status: { seen: 1 } })))).toBe(
    'written',
  );
  expect(writes).toEqual(['merge patch gates/gate {"spec":{"open":true},"status":{"seen":1}} as argocd-server']);
});

test('an Application that is not known has no place to write to', async () => {
  await expect(controller.reconciler.resourceWriter.write({ namespace: 'argocd', name: 'none' }, [])).rejects.toThrow(
    'application none is not known',
  );
});
