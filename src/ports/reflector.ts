/**
 * Follows all objects of one type: lists them, watches from there, resumes after a broken connection, and lists again where
 * the server has forgotten the version. Implemented by `adapters/reflector` over `KubePort`; what keeps objects is a sink.
 */
import type { AppError } from '../base/errors.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from './kube.ts';

export interface ReflectorTarget {
  readonly kube: KubePort;
  readonly type: ResourceType;
  /** Empty: all namespaces. */
  readonly namespace: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Ends the reflector. */
  readonly signal: AbortSignal;
  /** Runs each full list, e.g. to let only some run at a time. Default: at once. */
  readonly gate?: (list: () => Promise<void>) => Promise<void>;
}

/** Called in the order of the server's versions, never two at a time. None of them may throw. */
export interface ReflectorSink {
  /** A full list begins, the first or after a gap. */
  listing(): void;
  /** A part of the list, with the version that the whole list has. */
  page(objects: readonly KubeObject[], resourceVersion: string): void;
  /** The list is whole. What was known before, is not newer than this version and was in no page since `listing`, is gone. */
  listed(resourceVersion: string): void;
  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void;
  /** The server has told everything up to this version. */
  bookmark(resourceVersion: string): void;
  /** Why the type cannot be followed now; undefined when it is followed again. Told when it changes, first after the first list. */
  health(failure: AppError | undefined): void;
}

export interface ReflectorPort {
  /** Runs until the signal aborts; then resolves. Never throws: failures go to the sink, and it tries again with back-off. */
  run(target: ReflectorTarget, sink: ReflectorSink): Promise<void>;
}
