/** Sources to desired objects. Before: refresh. After: observe. Rendering itself is the manifest service's work. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { generatePaths } from '../../api/application/generate-paths.ts';
import { AppError } from '../../base/errors.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { Tracking } from '../../engine/tracking/tracking.ts';
import { trackingFault } from '../../engine/tracking/tracking-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { servedVersions } from '../../kube/object/served-versions.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { RefreshLevel, RenderedSource, RenderRequest, SourceBasis } from '../../ports/manifest-service.ts';
import { want } from './app-state.ts';
import type { ApplicationView } from './application-view.ts';
import { hasSeveralSources } from './operation.ts';
import type { PassContext } from './pass.ts';
import { sealManifests } from './seal.ts';

export type Rendered =
  | {
      readonly kind: 'rendered';
      readonly manifests: readonly KubeObject[];
      readonly revisions: readonly string[];
      readonly sourceTypes: readonly string[];
      /** By source, where that is known: the revision that was synced to last, and that the manifests are still those of. */
      readonly asSynced?: readonly (string | undefined)[];
      /** Equal digest = equal manifests and problems. */
      readonly digest: string;
      /** What stands against syncing it, each the text of a ComparisonError. */
      readonly problems: readonly string[];
      /** Whether the plugin of a source printed nothing. */
      readonly hasBlankPlugin?: boolean;
      /** Of the only source, where that is made of files of its repository alone. */
      readonly basis?: SourceBasis;
    }
  | {
      readonly kind: 'failed';
      /** Text of the ComparisonError. */
      readonly message: string;
      /** The fault lies outside and may pass by itself. */
      readonly transient: boolean;
      /** The name that was asked for; nothing of several sources. */
      readonly revisions: readonly string[];
    };

export interface RenderWish {
  readonly sources: readonly ApplicationSource[];
  /** Fixed revisions; empty texts: to be resolved. */
  readonly revisions: readonly string[];
  readonly level: RefreshLevel;
  readonly cluster: LiveCluster;
  /** What is newer by then does instead: it need not begin where the pass is overtaken. */
  readonly yieldsToNewer?: boolean;
}

/**
 * Never throws for what is wrong with a source: that is an outcome. Throws the reason of the pass's signals; then the level is
 * wanted again.
 */
export async function renderSources(context: PassContext, wish: RenderWish): Promise<Rendered> {
  const { view, manifests } = context;
  context.deps.metrics.count('app_render_requests_total');
  const request: RenderRequest = {
    appName: view.instance,
    project: projectName(view.app.spec),
    namespace: view.app.spec.destination.namespace ?? '',
    sources: wish.sources,
    isMultiSource: hasSeveralSources(view),
    revisions: wish.revisions,
    kubeVersion: wish.cluster.kubeVersion(),
    apiVersions: servedVersions(wish.cluster.resources()),
    refresh: wish.level,
    ...carryOf(view, wish.sources),
  };
  const { signal, overtaken } = context;
  const newer = wish.yieldsToNewer === true ? overtaken : undefined;
  const result = await context
    .outside(() => manifests.render(request, signal, newer))
    .catch((error: unknown) => {
      if (signal?.aborted || newer?.aborted) want(context.state, wish.level);
      return failedCall(error);
    });
  if (result.kind === 'failed') return failed(result, wish.sources, hasSeveralSources(view));
  const unmarked = unmarkable(result.sources, context.settings.tracking);
  if (unmarked !== undefined) return failed(unmarked, wish.sources, hasSeveralSources(view));
  const [first] = result.sources;
  const basis = result.sources.length === 1 ? first?.basis : undefined;
  return {
    kind: 'rendered',
    ...(basis === undefined ? {} : { basis }),
    manifests: sealManifests(result.sources.flatMap((source) => source.manifests.map((manifest) => manifest.object))),
    revisions: result.sources.map((source) => source.revision),
    sourceTypes: result.sources.map((source) => source.sourceType),
    asSynced: result.sources.map((source) => source.asSynced),
    digest: result.sources.map(({ digest, problems = [] }) => [digest, ...problems].join('\n')).join(' '),
    problems: result.sources.flatMap(({ problems = [] }) => problems),
    hasBlankPlugin: result.sources.some((source) => source.sourceType === 'Plugin' && source.manifests.length === 0),
  };
}

/**
 * Where the Application names the files that count, the manifests in use are those of the revision it was compared at. A commit
 * that touches none of these files is no other than the one that was synced to.
 */
function carryOf({ app }: ApplicationView, sources: readonly ApplicationSource[]): Pick<RenderRequest, 'carry'> {
  const { revision = '', revisions = [] } = app.status?.sync ?? {};
  const tried = app.status?.operationState?.syncResult;
  const triedAt = (at: number) => tried?.revisions?.[at] ?? (at === 0 ? (tried?.revision ?? '') : '');
  const carry = sources.map((source, at) => {
    return {
      paths: generatePaths(app, source),
      from: revisions[at] ?? (at === 0 ? revision : ''),
      synced: triedAt(at),
    };
  });
  return carry.some(({ paths }) => paths.length > 0) ? { carry } : {};
}

/** What cannot bear the marks of its Application stands against all of it, as if it had not been rendered. */
function unmarkable(sources: readonly RenderedSource[], tracking: Tracking): FailedRender | undefined {
  for (const [at, { manifests }] of sources.entries()) {
    const fault = manifests.map(({ object }) => trackingFault(object, tracking)).find((found) => found !== undefined);
    if (fault === undefined) continue;
    const what = `failed to set app instance tracking info on manifest: ${fault}`;
    const where = `failed to generate manifest for source ${at + 1} of ${sources.length}`;
    const error = { code: 'render.unmarkable', kind: 'user' as const };
    return { kind: 'failed', message: `${where}: rpc error: code = Unknown desc = ${what}`, error, revisions: [] };
  }
  return undefined;
}

interface FailedRender {
  readonly kind: 'failed';
  readonly message: string;
  readonly error: { readonly code: string; readonly kind: 'user' | 'transient' | 'terminal' };
  readonly revisions: readonly string[];
}

function failedCall(error: unknown): FailedRender {
  if (!(error instanceof AppError)) throw error;
  return { kind: 'failed', message: error.message, error: { code: error.code, kind: error.kind }, revisions: [] };
}

const PREFIX = 'Failed to load target state: ';

function failed(result: FailedRender, sources: readonly ApplicationSource[], several: boolean): Rendered {
  const message = result.message.startsWith(PREFIX) ? result.message : `${PREFIX}${result.message}`;
  // As recorded: the name that was asked for, also where it was resolved before the failure; of several sources none.
  const revisions = several ? [] : sources.map((source) => source.targetRevision ?? '');
  return {
    kind: 'failed',
    message,
    transient: result.error.kind === 'transient',
    revisions: revisions.slice(0, 1),
  };
}
