/** Copies of an object with one label or annotation more or less. */
import { isObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export function withLabel(object: KubeObject, key: string, value: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [key]: value } } };
}

export function withAnnotation(object: KubeObject, key: string, value: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [key]: value } } };
}

/** Without the annotation; an annotations map that gets empty goes too. Manifests may say null where a map belongs. */
export function withoutAnnotation(object: KubeObject, key: string): KubeObject {
  const { annotations, ...metadata } = object.metadata;
  if (!isObject(annotations) || !Object.hasOwn(annotations, key)) return object;
  const kept = Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== key));
  return { ...object, metadata: Object.keys(kept).length === 0 ? metadata : { ...metadata, annotations: kept } };
}

/** Without the label; a labels map that gets empty goes too. */
export function withoutLabel(object: KubeObject, key: string): KubeObject {
  const { labels, ...metadata } = object.metadata;
  if (!isObject(labels) || !Object.hasOwn(labels, key)) return object;
  const kept = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== key));
  return { ...object, metadata: Object.keys(kept).length === 0 ? metadata : { ...metadata, labels: kept } };
}
