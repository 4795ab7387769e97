/** A write as admission sees it. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export interface AdmittedWrite {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly definition: ResourceDefinition;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What is to be; absent where something is deleted. */
  readonly object?: KubeObject;
  readonly old?: KubeObject;
  readonly dryRun: boolean;
  /** What the object is, where a subresource has a kind of its own. */
  readonly as?: { readonly apiVersion: string; readonly kind: string };
}

/** Throws where the write is refused. */
export type Admit = (write: AdmittedWrite) => void;
