/** What every live view does, in this process or behind a wire. */
import { describe, expect, test } from 'vitest';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import type { AppKey, LiveView } from '../../ports/live-view.ts';
import { until } from '../until.ts';

export interface LiveViewCase extends AsyncDisposable {
  readonly view: LiveView;
  /** An Application that has been compared; its only resource is the ConfigMap `n/a`, which is live. */
  readonly app: AppKey;
  /** Another one beside it. */
  readonly other: AppKey;
  /** Makes the live object another one than it was, and waits until the controller has seen it. */
  change(app: AppKey): Promise<void>;
}

const NOBODY: AppKey = { namespace: 'argocd', name: 'nobody' };

/** Registers the tests. `open` makes a fresh case for each. */
export function liveViewContract(name: string, open: () => Promise<LiveViewCase>): void {
  describe(`Live view: ${name}`, () => {
    test('the tree and the managed resources of an Application; nothing of one that is not known', async () => {
      await using given = await open();
      const tree = await given.view.resourceTree(given.app);
      expect(tree?.nodes).toMatchObject([{ version: 'v1', kind: 'ConfigMap', namespace: 'n', name: 'a' }]);
      expect(tree?.nodes?.[0]?.resourceVersion).toMatch(/^\d+$/);
      const resources = await given.view.managedResources(given.app);
      expect(resources).toMatchObject([{ kind: 'ConfigMap', namespace: 'n', name: 'a' }]);
      expect(JSON.parse(resources?.[0]?.liveState ?? 'null')).toMatchObject({ metadata: { name: 'a' } });
      const explanation = await given.view.explain(given.app);
      expect(explanation).toEqual({
        resources: expect.any(Array),
        operation: expect.any(Array),
        automation: expect.any(Array),
      });
      const { view } = given;
      const nothing = [view.resourceTree(NOBODY), view.managedResources(NOBODY), view.explain(NOBODY)];
      expect(await Promise.all(nothing)).toEqual([undefined, undefined, undefined]);
    });

    test('a watch sends nothing at the start, then the whole tree at each change of that Application', async () => {
      await using given = await open();
      const watching = watch(given, given.app);
      await settled();
      expect(watching.seen).toEqual([]);
      await given.change(given.other);
      await given.change(given.app);
      await until(() => watching.seen.length > 0);
      expect(watching.seen.at(-1)).toEqual(await given.view.resourceTree(given.app));
      const count = watching.seen.length;
      await given.change(given.app);
      await until(() => watching.seen.length > count);
      expect(new Set(watching.seen.map((tree) => JSON.stringify(tree))).size).toBe(watching.seen.length);
      watching.stop.abort();
      await watching.ended;
    });

    test('several watch at once; who stops is sent nothing more and holds up nobody', async () => {
      await using given = await open();
      const [one, two] = [watch(given, given.app), watch(given, given.app)];
      await settled();
      one.stop.abort();
      await one.ended;
      await given.change(given.app);
      await until(() => two.seen.length > 0);
      expect(one.seen).toEqual([]);
      two.stop.abort();
      await two.ended;
    });

    test('a watch whose signal is aborted already ends at once', async () => {
      await using given = await open();
      const seen: ApplicationTree[] = [];
      for await (const tree of given.view.watchTree(given.app, AbortSignal.abort())) seen.push(tree);
      expect(seen).toEqual([]);
    });

    test('who leaves the loop has ended the watch', async () => {
      await using given = await open();
      const stop = new AbortController();
      const first = (async () => {
        for await (const tree of given.view.watchTree(given.app, stop.signal)) return tree;
        return undefined;
      })();
      await settled();
      await given.change(given.app);
      expect((await first)?.nodes).toHaveLength(1);
      await given.change(given.app);
    });
  });
}

interface Watching {
  readonly seen: readonly ApplicationTree[];
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

function watch({ view }: LiveViewCase, app: AppKey): Watching {
  const seen: ApplicationTree[] = [];
  const stop = new AbortController();
  const ended = (async () => {
    for await (const tree of view.watchTree(app, stop.signal)) seen.push(tree);
  })();
  return { seen, stop, ended };
}

/** Long enough for a message to the other side of a wire and back. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
