/** The few facts of a live object that the tree and the status summary show. */
import type { InfoItem, ResourceNetworkingInfo } from '../../../api/application/tree-fields.ts';
import { textAt } from '../../../base/json-value.ts';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import type { Health } from '../../health/health.ts';
import { type HealthOverrides, healthOf } from '../../health/health-of.ts';
import { ingressNetworking } from './ingress-facts.ts';
import { externalLinks } from './links.ts';
import { podImages, podInfo } from './pod-facts.ts';
import { serviceNetworking } from './service-facts.ts';

export interface ObjectFacts {
  readonly health: Health | undefined;
  readonly images: readonly string[];
  readonly info: readonly Required<InfoItem>[];
  readonly networking?: ResourceNetworkingInfo;
}

/** Facts of one object, whatever its kind. */
export function objectFacts(object: KubeObject, overrides?: HealthOverrides): ObjectFacts {
  const { group, kind } = gvkOf(object);
  const isPod = group === '' && kind === 'Pod';
  const networking = networkingOf(object, group, kind);
  return {
    health: healthOf(object, overrides),
    images: isPod ? podImages(object) : [],
    info: [...revisionInfo(object), ...(isPod ? podInfo(object) : [])],
    ...(networking === undefined ? {} : { networking }),
  };
}

const REVISIONS = ['deployment.kubernetes.io/revision', 'rollout.argoproj.io/revision'];

function revisionInfo(object: KubeObject): readonly Required<InfoItem>[] {
  const revision = REVISIONS.map((key) => textAt(object.metadata.annotations, key)).find(Boolean);
  return revision === undefined ? [] : [{ name: 'Revision', value: `Rev:${revision}` }];
}

function networkingOf(object: KubeObject, group: string, kind: string): ResourceNetworkingInfo | undefined {
  const links = externalLinks(object);
  if (group === '' && kind === 'Service') return withLinks(serviceNetworking(object), links);
  if (kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions')) {
    return ingressNetworking(object, links);
  }
  const labels = object.metadata.labels;
  if (group === '' && kind === 'Pod' && labels !== undefined) return withLinks({ labels }, links);
  return links.length === 0 ? undefined : { externalURLs: links };
}

function withLinks(networking: ResourceNetworkingInfo, links: readonly string[]): ResourceNetworkingInfo {
  return links.length === 0 ? networking : { ...networking, externalURLs: links };
}
