/** Explains a value in each of some Applications that makes the object: the renders that it takes. */
import type { ApplicationSource } from '../../../api/application/fields.ts';
import type { RenderedSource } from '../../../ports/manifest-service.ts';
import type { Renderer } from '../../../render/contract.ts';
import { type RenderSide, revisionOf } from '../application/render-side.ts';
import type { WantedApplication } from '../application/wanted-application.ts';
import { type FileChange, SeenFiles, withChange } from './changed-inputs.ts';
import { type Explanation, explainValue } from './explain-value.ts';
import type { ExplainedPath } from './explained-path.ts';
import type { PluginBench } from './plugin-bench.ts';

/** Stands between the source service and the renderers; what it does is set for each render. */
export interface Bench {
  readonly renderer: Renderer;
  set(around: Renderer): void;
}

export function createBench(render: Renderer): Bench {
  let around = render;
  return {
    renderer: (request, inputs) => around(request, inputs),
    set(next) {
      around = next;
    },
  };
}

export type ExplainOutcome =
  | { readonly kind: 'explained'; readonly explanation: Explanation }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ExplainDeps {
  readonly side: RenderSide;
  readonly bench: Bench;
  readonly plugins: PluginBench;
  readonly render: Renderer;
}

export async function explainApplication(
  { side, bench, plugins, render }: ExplainDeps,
  one: WantedApplication,
  path: ExplainedPath,
): Promise<ExplainOutcome> {
  if (one.problem !== undefined) return { kind: 'failed', message: one.problem };
  const { name: appName, project, namespace, sources } = one;
  side.admit(project);
  const local = await Promise.all(sources.map((source) => revisionOf(side, source)));
  const { kubeVersion, apiVersions, service } = side;
  const renderAt = (revisions: readonly string[], of: readonly ApplicationSource[]) =>
    service.render({
      appName,
      project,
      namespace,
      sources: of,
      revisions,
      kubeVersion,
      apiVersions,
      // What plugins printed may be of files that were changed since.
      refresh: 'hard',
    });
  plugins.empty(new Set());
  plugins.takeFiles();
  const seen = sources.map(() => new SeenFiles());
  bench.set((request, inputs) => render(request, seen[sources.indexOf(request.source)]?.watch(inputs) ?? inputs));
  const first = await renderAt(local, sources);
  if (first.kind === 'failed') return { kind: 'failed', message: first.message };
  // From now on everything is rendered at the commits that were found.
  const revisions = first.sources.map(({ revision }) => revision);
  const explanation = await explainValue({
    path,
    sources,
    rendered: first.sources,
    files: seen.map((one) => one.all()),
    pluginFiles: plugins.takeFiles(),
    async render({ source, file, emptied = [] }): Promise<readonly RenderedSource[] | undefined> {
      const changed = source === undefined ? sources : sources.with(source.index, source.instead);
      bench.set(file === undefined ? render : renderChanged(render, changed[file.index], file));
      plugins.empty(new Set(emptied));
      const result = await renderAt(revisions, changed);
      return result.kind === 'failed' ? undefined : result.sources;
    },
  });
  return explanation === undefined ? { kind: 'absent' } : { kind: 'explained', explanation };
}

function renderChanged(render: Renderer, source: ApplicationSource | undefined, file: FileChange): Renderer {
  return (request, inputs) => render(request, request.source === source ? withChange(inputs, file) : inputs);
}
