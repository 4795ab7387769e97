import type { KubeObject } from '../../../kube/object/kube-object.ts';

const PREFIX = 'link.argocd.argoproj.io/';

/** URLs that annotations `link.argocd.argoproj.io/<text>` give, in the order of their keys; `title | url` as written. */
export function externalLinks(object: Pick<KubeObject, 'metadata'>): readonly string[] {
  const annotations = object.metadata.annotations ?? {};
  return Object.keys(annotations)
    .filter((key) => key.startsWith(PREFIX))
    .sort()
    .map((key) => annotations[key] ?? '');
}
