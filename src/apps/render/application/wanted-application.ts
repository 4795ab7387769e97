/** What is to be rendered: an Application of a file or of other manifests, or a folder that stands for one. */
import { type Application, type ApplicationSource, application } from '../../../api/application/fields.ts';
import { problemText, tryDecode } from '../../../api/schema/decode.ts';
import { canonicalJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { projectName, sourcesOf } from '../../../engine/project/validate-application.ts';
import { type KubeObject, splitApiVersion } from '../../../kube/object/kube-object.ts';
import { withoutSecrets } from '../../../render/kustomize/files/safe-repository.ts';

export interface WantedApplication {
  readonly name: string;
  readonly project: string;
  /** Of its destination. */
  readonly namespace: string;
  readonly sources: readonly ApplicationSource[];
  /** File and line, or the Application whose manifest it is; for messages. */
  readonly origin: string;
  /** Why it cannot be rendered at all. */
  readonly problem?: string;
}

export function isApplication({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Application' && splitApiVersion(apiVersion).group === 'argoproj.io';
}

/** What does not fit is a problem of this one, not a fault. */
export function wantedApplication(object: KubeObject, origin: string): WantedApplication {
  const decoded = tryDecode(application, object);
  const name = object.metadata.name ?? '';
  if (decoded.kind === 'decoded') return ofApplication(decoded.value, { name, origin });
  const problem = `invalid Application: ${problemText(decoded.problems)}`;
  return { name, project: '', namespace: '', sources: [], origin, problem };
}

function ofApplication(
  { spec }: Application,
  { name, origin }: { readonly name: string; readonly origin: string },
): WantedApplication {
  // What is hydrated is made from the dry source.
  const sources = spec.sourceHydrator ? [spec.sourceHydrator.drySource] : sourcesOf(spec);
  const wanted = { name, project: projectName(spec), namespace: spec.destination.namespace ?? '', sources, origin };
  const isNamed = sources.length > 0 && sources.every(({ repoURL }) => repoURL !== '');
  return isNamed
    ? wanted
    : { ...wanted, sources: [], problem: 'the Application has no source, or one without repoURL' };
}

/** Two of one text render the same manifests. */
export function renderKey({ name, project, namespace, sources }: WantedApplication): string {
  return canonicalJson([name, project, namespace, sources as readonly Json[]]);
}

/** For people: where its manifests come from. */
export function sourceText({ sources }: WantedApplication): string {
  return sources
    .map(({ repoURL, path, chart }) => [withoutSecrets(repoURL), chart || path].filter(Boolean).join(' '))
    .join(', ');
}
