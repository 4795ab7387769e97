/** A compared resource as the API answers it: both states and both sides of the difference, secrets masked. */
import type { ResourceDiff } from '../../api/application/tree-fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ComparedResource } from '../compare/application/resource-status.ts';
import { maskSecrets } from './mask-secrets.ts';

/** What of a `ComparedResource` is shown. */
export type ShownResource = Pick<ComparedResource, 'key' | 'target' | 'live' | 'comparison' | 'hook'>;

/** States are JSON texts, `null` where there is none. `annotations` are those that are masked in Secrets. */
export function resourceDiff(resource: ShownResource, annotations: readonly string[] = []): ResourceDiff {
  const { key, comparison, hook } = resource;
  const [target, live, normalized, predicted] = maskSecrets(
    [resource.target, resource.live, comparison.normalizedLive, comparison.predictedLive],
    annotations,
  );
  const version = resource.live?.metadata.resourceVersion;
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    kind: key.kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    name: key.name,
    targetState: stateText(target),
    liveState: stateText(live),
    ...(hook ? { hook } : {}),
    normalizedLiveState: stateText(normalized),
    predictedLiveState: stateText(predicted),
    ...(version === undefined ? {} : { resourceVersion: version }),
    ...(comparison.modified ? { modified: true } : {}),
  };
}

function stateText(object: KubeObject | undefined): string {
  return object === undefined ? 'null' : stringifyJson(object, { sorted: true, html: true });
}
