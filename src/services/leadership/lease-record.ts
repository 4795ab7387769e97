/** The Lease in which controllers agree who leads (coordination.k8s.io/v1), as client-go's leader election reads and writes it. */
import { memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export interface LeaseRecord {
  /** Empty: given back. */
  readonly holder: string;
  /** How long others wait after the last renewal that they saw. */
  readonly milliseconds: number;
  readonly transitions: number;
  /** Changes with every write. */
  readonly version: string;
  readonly object: KubeObject;
}

/** Members that are absent count as zero: such a Lease is free. */
export function readLease(object: KubeObject): LeaseRecord {
  return {
    holder: textAt(object, 'spec', 'holderIdentity') ?? '',
    milliseconds: Number(memberAt(object, 'spec', 'leaseDurationSeconds') ?? 0) * 1000,
    transitions: Number(memberAt(object, 'spec', 'leaseTransitions') ?? 0),
    version: object.metadata.resourceVersion ?? '',
    object,
  };
}

export interface LeasePlace {
  readonly namespace: string;
  readonly name: string;
}

export interface Claim {
  readonly holder: string;
  readonly milliseconds: number;
  /** Wall clock, for people who read it: nobody's deadline depends on it. */
  readonly now: number;
}

/** A Lease that nobody had before. */
export function newLease({ namespace, name }: LeasePlace, claim: Claim): KubeObject {
  const time = microTime(claim.now);
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace },
    spec: {
      holderIdentity: claim.holder,
      leaseDurationSeconds: seconds(claim.milliseconds),
      acquireTime: time,
      renewTime: time,
      leaseTransitions: 0,
    },
  };
}

/** The Lease with this holder: renewed where it has it, else taken over. The version it was read at is the precondition. */
export function claimed({ object, holder, transitions }: LeaseRecord, claim: Claim): KubeObject {
  const time = microTime(claim.now);
  const spec = object['spec'] as KubeObject | undefined;
  const isNew = holder !== claim.holder;
  return {
    ...object,
    spec: {
      ...spec,
      holderIdentity: claim.holder,
      leaseDurationSeconds: seconds(claim.milliseconds),
      renewTime: time,
      ...(isNew ? { acquireTime: time, leaseTransitions: transitions + 1 } : {}),
    },
  };
}

/** The Lease given back: whoever asks next gets it at once. */
export function givenBack({ object }: LeaseRecord, now: number): KubeObject {
  const spec = object['spec'] as KubeObject | undefined;
  const time = microTime(now);
  return { ...object, spec: { ...spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: time } };
}

/** Kubernetes takes whole seconds, and at least one. */
function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}

function microTime(now: number): string {
  return new Date(now).toISOString().replace('Z', '000Z');
}
