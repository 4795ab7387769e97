/** One state of the world to render Applications in: working trees, or everything at a revision. */

import type { ApplicationSource } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ManifestService } from '../../../ports/manifest-service.ts';
import type { LocalGit } from './local-git.ts';
import { isApplication, renderKey, type WantedApplication, wantedApplication } from './wanted-application.ts';

export interface RenderSide {
  readonly git: Pick<LocalGit, 'revisionOf'>;
  readonly service: ManifestService;
  readonly admit: (project: string) => void;
  /** A revision for sources that are not on this machine; undefined: as the source says. */
  readonly remoteRevision: (repoUrl: string) => string | undefined;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** Applications among the manifests are rendered too. */
  readonly recursive: boolean;
}

export type RenderedApplication = WantedApplication &
  (
    | { readonly kind: 'rendered'; readonly objects: readonly KubeObject[] }
    | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  );

const DEEPEST = 32;
const MOST = 10_000;

/** Each Application once, in the order in which they are found: what an Application makes comes after all of its level. */
export async function* renderApplications(
  side: RenderSide,
  wanted: readonly WantedApplication[],
): AsyncGenerator<RenderedApplication> {
  const seen = new Set<string>();
  let level = wanted;
  for (let depth = 0; level.length > 0; depth++) {
    const next: WantedApplication[] = [];
    for (const one of level) {
      const key = renderKey(one);
      if (seen.has(key)) continue;
      seen.add(key);
      const rendered = seen.size > MOST || depth > DEEPEST ? tooMany(one) : await renderOne(side, one);
      yield rendered;
      if (seen.size > MOST) return;
      if (side.recursive && rendered.kind === 'rendered') next.push(...applicationsIn(rendered.objects, one));
    }
    level = next;
  }
}

function applicationsIn(objects: readonly KubeObject[], { name }: WantedApplication): readonly WantedApplication[] {
  return objects.filter(isApplication).map((object) => wantedApplication(object, `a manifest of Application ${name}`));
}

function tooMany(one: WantedApplication): RenderedApplication {
  const message = `not rendered: Applications are nested deeper than ${DEEPEST}, or are more than ${MOST}`;
  return { ...one, kind: 'failed', code: 'cli.too-many', message };
}

async function renderOne(side: RenderSide, one: WantedApplication): Promise<RenderedApplication> {
  if (one.problem !== undefined) return { ...one, kind: 'failed', code: 'cli.invalid-file', message: one.problem };
  const { name: appName, project, namespace, sources } = one;
  side.admit(project);
  try {
    const revisions = await Promise.all(sources.map((source) => revisionOf(side, source)));
    const { kubeVersion, apiVersions } = side;
    const request = { appName, project, namespace, sources, revisions, kubeVersion, apiVersions } as const;
    const result = await side.service.render({ ...request, refresh: 'cached' });
    if (result.kind === 'failed') return { ...one, kind: 'failed', code: result.error.code, message: result.message };
    const manifests = result.sources.flatMap((source) => source.manifests);
    return { ...one, kind: 'rendered', objects: manifests.map(({ object }) => object) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...one, kind: 'failed', code: error.code, message: error.message };
  }
}

/** At which revision a source is rendered. Empty: what it says itself is resolved. */
export async function revisionOf(side: RenderSide, { repoURL, chart }: ApplicationSource): Promise<string> {
  if (chart || repoURL.startsWith('oci://')) return '';
  return (await side.git.revisionOf(repoURL)) ?? side.remoteRevision(repoURL) ?? '';
}
