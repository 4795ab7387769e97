/** What the API asks about Applications: tree, managed resources, changes of the tree. */
import type { ApplicationExplanation } from '../../api/application/explanation-fields.ts';
import type { ApplicationTree, ResourceDiff } from '../../api/application/tree-fields.ts';
import { resourceDiff } from '../../engine/mask/resource-diff.ts';
import { maskedAnnotations } from '../../engine/settings/masked-annotations.ts';
import type { AppKey, LiveView } from '../../ports/live-view.ts';
import type { AppState } from './app-state.ts';
import { appKeyText } from './application-view.ts';
import { explanationOf } from './explanation.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export class LiveViews implements LiveView {
  private readonly deps: ReconcileDeps;
  private readonly stateOf: (key: string) => AppState | undefined;
  private readonly watchers = new Map<string, Set<() => void>>();

  constructor(deps: ReconcileDeps, stateOf: (key: string) => AppState | undefined) {
    this.deps = deps;
    this.stateOf = stateOf;
  }

  async resourceTree(app: AppKey): Promise<ApplicationTree | undefined> {
    return this.stateOf(appKeyText(app))?.tree;
  }

  async managedResources(app: AppKey): Promise<readonly ResourceDiff[] | undefined> {
    const comparison = this.stateOf(appKeyText(app))?.comparison;
    const annotations = maskedAnnotations(this.deps.installation.current().settings.cm);
    return comparison?.resources.map((resource) => resourceDiff(resource, annotations));
  }

  async explain(app: AppKey): Promise<ApplicationExplanation | undefined> {
    const state = this.stateOf(appKeyText(app));
    return state && explanationOf(state);
  }

  async *watchTree(app: AppKey, signal: AbortSignal): AsyncIterable<ApplicationTree> {
    let before = this.stateOf(appKeyText(app))?.tree;
    for await (const _ of this.changes(appKeyText(app), signal)) {
      const tree = this.stateOf(appKeyText(app))?.tree;
      if (tree === undefined || tree === before) continue;
      before = tree;
      yield tree;
    }
  }

  /** A pass over the Application has ended. */
  changed(key: string): void {
    for (const tell of this.watchers.get(key) ?? []) tell();
  }

  /** One turn per burst of changes. */
  private async *changes(key: string, signal: AbortSignal): AsyncIterable<undefined> {
    let wake = () => {};
    let pending = false;
    const tell = () => {
      pending = true;
      wake();
    };
    const watchers = this.watchers.get(key) ?? new Set();
    watchers.add(tell);
    this.watchers.set(key, watchers);
    signal.addEventListener('abort', tell, { once: true });
    try {
      while (!signal.aborted) {
        if (!pending) await new Promise<void>((resolve) => (wake = resolve));
        pending = false;
        if (!signal.aborted) yield undefined;
      }
    } finally {
      watchers.delete(tell);
      if (watchers.size === 0) this.watchers.delete(key);
    }
  }
}
