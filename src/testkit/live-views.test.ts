import type { LiveView } from '../ports/live-view.ts';
import { type LiveViewCase, liveViewContract } from './contracts/live-view.contract.ts';
import { memoryLiveView } from './memory-live-view.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from './reconcile-environment.ts';
import { serialisedLiveView } from './serialised.ts';

const asIs = (view: LiveView): LiveView => view;
const app = { namespace: 'argocd', name: 'app' };
const other = { namespace: 'argocd', name: 'other' };

for (const [how, wrap] of [
  ['', asIs],
  [', serialised', serialisedLiveView],
] as const) {
  liveViewContract(`in memory${how}`, async () => fromMemory(wrap));
  liveViewContract(`of the controller${how}`, () => ofController(wrap));
}

function fromMemory(wrap: typeof asIs): LiveViewCase {
  const view = memoryLiveView();
  let version = 0;
  const set = (key: typeof app, name: string): void => {
    version += 1;
    const place = { kind: 'ConfigMap', namespace: 'n', name };
    const liveState = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' } });
    view.set(key, {
      explanation: { resources: [], operation: [], automation: [] },
      tree: { nodes: [{ ...place, version: 'v1', uid: `uid-${name}`, resourceVersion: String(version) }] },
      resources: [{ ...place, liveState, targetState: liveState }],
    });
  };
  set(app, 'a');
  set(other, 'b');
  return {
    view: wrap(view),
    app,
    other,
    change: async (key) => set(key, key === app ? 'a' : 'b'),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function ofController(wrap: typeof asIs): Promise<LiveViewCase> {
  const place = await reconcileEnvironment();
  const controller = await place.startController();
  const second = `${REPOSITORY}-other`;
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.commit(second, [configMap('b')]);
  await place.apply(application({ syncPolicy: { automated: {} } }));
  const source = { repoURL: second, targetRevision: 'main', path: '.' };
  await place.apply(application({ source, syncPolicy: { automated: {} } }, { name: 'other' }));
  for (let round = 0; round < 10; round += 1) await place.clock.advance(1000);
  let number = 0;
  return {
    view: wrap(controller.reconciler.liveView),
    app,
    other,
    async change(key) {
      number += 1;
      const labels = { number: String(number) };
      await place.merge('ConfigMap', key === app ? 'a' : 'b', { metadata: { labels } });
      await place.clock.advance(5000);
    },
    async [Symbol.asyncDispose]() {
      await controller.stop();
      await place.close();
    },
  };
}
