/** What differs between kinds when objects are written. Each part is pure; absent parts do nothing. */
import type { CreateInput } from '../../kube/defaults/prepare-create.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** What a strategy may need of the cluster: always passed in. */
export type StrategyInputs = CreateInput;

/** Hears what is wrong and let be, since it was so before. */
export type Warn = (warning: string) => void;

/** What else the judgement of a change looks at. */
export interface Told {
  readonly warn: Warn;
  /** The object without the empty lists and maps that the client sent. */
  readonly plain: KubeObject;
}

export interface Strategy {
  /** Custom kinds: drops unknown fields and names them. */
  readonly decode?: (object: KubeObject) => { readonly object: KubeObject; readonly unknown: readonly string[] };
  /** Fills in what a valid object may leave out. Must not change an object that has them. */
  readonly defaults?: (object: KubeObject) => KubeObject;
  /** Server-owned fields of a new object, e.g. a namespace's phase. */
  readonly prepareForCreate?: (object: KubeObject, inputs: StrategyInputs) => KubeObject;
  /** Fields that an update can't change silently are put back here. */
  readonly prepareForUpdate?: (object: KubeObject, old: KubeObject, inputs: StrategyInputs) => KubeObject;
  /** What is wrong with a new object, its metadata included. */
  readonly validate?: (object: KubeObject) => readonly FieldCause[];
  /** What a changed object is refused for before anything else is looked at. */
  readonly validateFirst?: (object: KubeObject) => readonly FieldCause[];
  /** What is wrong with a changed object, and with the change. */
  readonly validateUpdate?: (object: KubeObject, old: KubeObject, told: Told) => readonly FieldCause[];
  /** What a subresource takes over of an object sent to it; undefined for those that take all. */
  readonly mergeSubresource?: (subresource: string, next: KubeObject, old: KubeObject) => KubeObject | undefined;
  /** What is wrong with a change by a subresource; undefined for those judged as the object itself. */
  readonly validateSubresource?: (
    subresource: string,
    object: KubeObject,
    old: KubeObject,
  ) => readonly FieldCause[] | undefined;
  readonly validateStatus?: (object: KubeObject, old: KubeObject, warn: Warn) => readonly FieldCause[];
  /** `status` is written by its subresource only. */
  readonly hasStatus: boolean;
  /** What `metadata.generation` counts of creation and of changes outside metadata and status. */
  readonly generations: 'none' | 'first' | 'changes' | 'all';
  /** Which metadata count as content, too. */
  readonly countsMetadata?: 'annotations' | 'labels';
  /** What is sent and not kept, as a list that is empty, counts as a change, again and again. */
  readonly countsEmpties?: boolean;
  /** A write without a resourceVersion replaces whatever is there. */
  readonly unconditionalUpdate: boolean;
  /** PUT of an absent object creates it. */
  readonly createOnUpdate: boolean;
  /** A deleted object is held by these until somebody removes them. */
  readonly finalizersOnDelete?: readonly string[];
  /** What a delete without `propagationPolicy` does with dependents. */
  readonly defaultPropagation?: 'Orphan' | 'Background';
}
