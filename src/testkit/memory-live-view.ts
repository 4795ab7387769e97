/** Trees and managed resources of Applications that a test sets by hand: what the API server asks a controller for. */
import type { ApplicationExplanation } from '../api/application/explanation-fields.ts';
import type { ApplicationTree, ResourceDiff } from '../api/application/tree-fields.ts';
import type { AppKey, LiveView } from '../ports/live-view.ts';

export interface MemoryLiveView extends LiveView {
  /** What is known of an Application from now on; who watches its tree is told where it is another one. */
  set(
    app: AppKey,
    state: {
      readonly tree?: ApplicationTree;
      readonly resources?: readonly ResourceDiff[];
      readonly explanation?: ApplicationExplanation;
    },
  ): void;
  /** Watches that are open now, e.g. to see that nothing was left behind. */
  readonly watches: number;
}

type Tell = (tree: ApplicationTree) => void;

export function memoryLiveView(): MemoryLiveView {
  const trees = new Map<string, ApplicationTree>();
  const resources = new Map<string, readonly ResourceDiff[]>();
  const explanations = new Map<string, ApplicationExplanation>();
  const watches = new Map<Tell, string>();
  return {
    resourceTree: async (app) => trees.get(keyOf(app)),
    managedResources: async (app) => resources.get(keyOf(app)),
    explain: async (app) => explanations.get(keyOf(app)),
    async *watchTree(app, signal) {
      const waiting: ApplicationTree[] = [];
      let wake = (): void => undefined;
      const tell: Tell = (tree) => {
        waiting.push(tree);
        wake();
      };
      const end = (): void => wake();
      watches.set(tell, keyOf(app));
      signal.addEventListener('abort', end, { once: true });
      try {
        while (!signal.aborted) {
          yield* waiting.splice(0);
          if (waiting.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        watches.delete(tell);
        signal.removeEventListener('abort', end);
      }
    },
    set(app, state) {
      const key = keyOf(app);
      if (state.resources) resources.set(key, state.resources);
      if (state.explanation) explanations.set(key, state.explanation);
      if (!state.tree || trees.get(key) === state.tree) return;
      trees.set(key, state.tree);
      for (const [tell, watched] of watches) if (watched === key) tell(state.tree);
    },
    get watches() {
      return watches.size;
    },
  };
}

function keyOf({ namespace, name }: AppKey): string {
  return `${namespace}/${name}`;
}
