/** What an Application's sources are rendered to, for people: tracking marks in place, the values of Secrets hidden. */
import { isSourceList } from '../../api/application/effective-sources.ts';
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import type { ApplicationManifestQuery } from '../../api/methods/manifest-messages.ts';
import { byteSize } from '../../base/byte-size.ts';
import { AppError } from '../../base/errors.ts';
import { maskSecrets } from '../../engine/mask/index.ts';
import { projectName } from '../../engine/project/index.ts';
import { maskedAnnotations, trackingSettings } from '../../engine/settings/index.ts';
import { instanceName, withTracking } from '../../engine/tracking/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { servedVersions } from '../../kube/object/served-versions.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { ManifestService, RenderRequest } from '../../ports/manifest-service.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import { sourcesOf } from './sources.ts';

export interface ManifestDependencies {
  readonly manifests: ManifestService;
  readonly installation: InstallationPort;
  readonly clusters: LiveClusters;
  /** Of the control plane. */
  readonly namespace: string;
  /** Server address of an Application's destination. */
  readonly serverOf: (app: Application) => string;
}

/** More than that is not taken, whatever the setting says: it is held in memory. */
const MOST_SENT = 256 * 2 ** 20;

/** Bytes of an archive that somebody sends to be rendered (`reposerver.streamed.manifest.max.tar.size`). */
export function archiveLimit({ commandParameters }: Settings): number {
  return Math.min(byteSize(commandParameters['reposerver.streamed.manifest.max.tar.size'], 100e6), MOST_SENT);
}

/** At the revisions that the query names, else at the targets. Throws `api.manifests` with the reason. */
export async function getManifests(
  deps: ManifestDependencies,
  app: Application,
  query: Pick<ApplicationManifestQuery, 'revision' | 'revisions' | 'sourcePositions' | 'noCache'>,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const sources = sourcesAt(app, query);
  const refresh = query.noCache === true ? 'hard' : 'cached';
  return shown(deps, app, await rendered(deps, app, { sources, refresh }, signal));
}

/** Of files that the caller sent, in the place of the repository's. Throws `api.manifests` with the reason. */
export async function getManifestsOfFiles(
  deps: ManifestDependencies,
  app: Application,
  archive: Uint8Array,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  // As there: of an Application with several sources the first one is meant.
  const sources = sourcesOf(app).slice(0, 1);
  return shown(deps, app, await rendered(deps, app, { sources, refresh: 'cached', upload: { archive } }, signal));
}

function sourcesAt(
  app: Application,
  { revision = '', revisions = [], sourcePositions = [] }: ApplicationManifestQueryRevisions,
): readonly ApplicationSource[] {
  const sources = sourcesOf(app);
  if (!isSourceList(app.spec)) {
    return revision === '' ? sources : sources.map((source) => ({ ...source, targetRevision: revision }));
  }
  if (sourcePositions.length > revisions.length) {
    const message = 'as many revisions are needed as source positions';
    throw new AppError({ code: 'api.invalid-argument', kind: 'user', message });
  }
  const changed = [...sources];
  for (const [at, position] of sourcePositions.entries()) {
    const source = changed[position - 1];
    if (source === undefined) throw refused('source position is out of range');
    changed[position - 1] = { ...source, targetRevision: revisions[at] ?? '' };
  }
  return changed;
}

type ApplicationManifestQueryRevisions = Pick<ApplicationManifestQuery, 'revision' | 'revisions' | 'sourcePositions'>;

async function rendered(
  deps: ManifestDependencies,
  app: Application,
  wish: Pick<RenderRequest, 'sources' | 'refresh' | 'upload'>,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const cluster = deps.clusters.get(deps.serverOf(app));
  await cluster.ready(signal);
  const result = await deps.manifests.render(
    {
      ...wish,
      appName: instanceOf(deps, app),
      project: projectName(app.spec),
      namespace: app.spec.destination.namespace ?? '',
      revisions: wish.sources.map(() => ''),
      kubeVersion: cluster.kubeVersion(),
      apiVersions: servedVersions(cluster.resources()),
    },
    signal,
  );
  if (result.kind === 'failed') throw refused(result.reason);
  return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object));
}

/** Each object is masked by itself: rows of one length tell nothing of other objects. */
function shown(deps: ManifestDependencies, app: Application, objects: readonly KubeObject[]): readonly KubeObject[] {
  const { cm } = deps.installation.current().settings;
  const tracking = trackingSettings(cm);
  const hidden = maskedAnnotations(cm);
  const owner = {
    instance: instanceOf(deps, app),
    destinationNamespace: app.spec.destination.namespace ?? '',
  };
  return objects.map((object) => {
    const marked = withTracking(object, owner, tracking);
    return maskSecrets([marked], hidden)[0] ?? marked;
  });
}

/** The name that its objects are marked with. */
export function instanceOf(
  { namespace: control }: Pick<ManifestDependencies, 'namespace'>,
  { metadata }: Application,
): string {
  return instanceName({ namespace: metadata.namespace ?? control, name: metadata.name ?? '' }, control);
}

function refused(message: string): AppError {
  return new AppError({ code: 'api.manifests', kind: 'user', message });
}
