/**
 * Kubernetes Events: the record of who did what that people read by `kubectl describe`. Telling one never fails and never
 * waits; one that cannot be written is lost. Implemented by `adapters/kube-events` and by the memory record of the test kit.
 */

/** The object that an event is about. */
export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects; their events stand in `default`. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface RecordedEvent {
  readonly subject: EventSubject;
  readonly type: 'Normal' | 'Warning';
  /** One word in UpperCamelCase; machines may look at it. */
  readonly reason: string;
  /** Holds no secret. What is longer than Kubernetes takes is cut. */
  readonly message: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface EventsPort {
  record(event: RecordedEvent): void;
  /** Resolves when everything recorded before was written or given up. */
  settled(): Promise<void>;
}
