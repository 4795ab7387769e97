import { afterEach, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KubePort, WatchEvent } from '../../ports/kube.ts';
import {
  application,
  configMap,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let environment: ReconcileEnvironment | undefined;
let controller: RunningController | undefined;

afterEach(async () => {
  await controller?.stop();
  await environment?.close();
});

/** A Job whose pod ends as soon as it runs. */
function hookJob(policy: string, simulate: string): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'migrate',
      annotations: { 'argocd.argoproj.io/hook': 'PreSync', 'argocd.argoproj.io/hook-delete-policy': policy },
    },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { annotations: { 'scenario/simulate': simulate } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/job:1' }] },
      },
    },
  };
}

interface Delays {
  /** From an event to its arrival, for Pods and for all other kinds. */
  readonly pods: number;
  readonly others: number;
}

/** The API with streams that lag; all that was written to Applications is noted. */
function lagging({ api, clock }: ReconcileEnvironment, delays: Delays, written: object[]): KubePort {
  return {
    ...api,
    async patch(address, ...rest) {
      if (address.type.plural === 'applications') written.push(JSON.parse(rest[1]));
      return api.patch(address, ...rest);
    },
    watch: (type, options) =>
      later(api.watch(type, options), type.plural === 'pods' ? delays.pods : delays.others, clock),
  };
}

/** Every event as long after its coming as all others: what came together arrives together. */
async function* later(events: AsyncIterable<WatchEvent>, delay: number, clock: Clock): AsyncIterable<WatchEvent> {
  const arrivals: { readonly at: number; readonly event: WatchEvent }[] = [];
  let notify = Promise.withResolvers<void>();
  let ended = false;
  const reading = (async () => {
    for await (const event of events) {
      arrivals.push({ at: clock.now() + delay, event });
      notify.resolve();
    }
  })().finally(() => {
    ended = true;
    notify.resolve();
  });
  while (!ended || arrivals.length > 0) {
    const next = arrivals.shift();
    if (next === undefined) {
      await notify.promise;
      notify = Promise.withResolvers();
    } else {
      if (next.at > clock.now()) await clock.sleep(next.at - clock.now());
      yield next.event;
    }
  }
  await reading;
}

// Scenario 103: what a hook ran is told before its policy takes it away, also where all of its life is heard of at once.
test.each<[string, Delays]>([
  ['streams that are as fast as the answers to writes', { pods: 0, others: 0 }],
  ['a stream that tells of the Job in one piece, after the answer to its creation', { pods: 5, others: 5 }],
  ['pods that are heard of after their Job', { pods: 15, others: 1 }],
  ['streams slower than a second', { pods: 1_500, others: 1_500 }],
])('a hook that fails at once is told with its images: %s', async (_reason, delays) => {
  environment = await reconcileEnvironment();
  const { manifests, clock } = environment;
  const written: { readonly status?: { readonly summary?: unknown } }[] = [];
  controller = await environment.startController(lagging(environment, delays, written));
  manifests.commit(REPOSITORY, [configMap('normal'), hookJob('HookFailed', 'crash')]);
  await environment.apply(application());
  await clock.advance(60_000);
  await environment.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await clock.advance(60_000);
  const { status } = await environment.app();
  expect(status?.operationState?.phase).toBe('Failed');
  expect(await environment.get('Job', 'migrate')).toBeUndefined();
  expect(written.flatMap((patch) => patch.status?.summary ?? [])).toEqual([
    { images: ['example.com/job:1'] },
    { images: null },
  ]);
  expect(status?.summary).toEqual({});
});
