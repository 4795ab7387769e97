/** Which cluster addresses and node ports Services have, and the next free ones. */
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Entropy } from './cluster.ts';

const FIRST_PORT = 30_000;
const PORTS = 2768;
/** 10.96.0.0/16 without its ends. */
const ADDRESSES = 65_534;

/** Follows the Services of a store. */
export class ServiceAddresses {
  readonly #entropy: Entropy;
  readonly #uses = new Map<string | number, number>();

  constructor(store: ObjectStore, entropy: Entropy) {
    this.#entropy = entropy;
    for (const { object } of store.list('/services')) this.#count(object, 1);
    store.subscribe('/services', ({ type, stored, previous }) => {
      if (previous) this.#count(previous.object, -1);
      if (type !== 'DELETED') this.#count(stored.object, 1);
    });
  }

  /** A free address; where all are taken, one that is not. */
  clusterIp(): string {
    return this.#free(ADDRESSES, (index) => `10.96.${(index + 1) >> 8}.${(index + 1) & 255}`);
  }

  /** What is wrong with the addresses and ports that a Service asks for by itself. `old`: what it has already. */
  refusals(
    service: KubeObject,
    { dryRun, old }: { readonly dryRun: boolean; readonly old?: KubeObject },
  ): readonly FieldCause[] {
    const own = new Set(old ? takenBy(old) : []);
    const taken = (value: string | number): boolean => this.#uses.has(value) && !own.has(value);
    const addresses = addressRefusals(service, (address) => !dryRun && taken(address), dryRun);
    return [...addresses, ...portRefusals(service, taken, dryRun)].slice(0, 1);
  }

  /** A free node port; where all are taken, one that is not. */
  nodePort(given: readonly number[] = []): number {
    return this.#free(PORTS, (index) => FIRST_PORT + index, given);
  }

  /** Starts at a random place and goes on from there. */
  #free<Value extends string | number>(
    count: number,
    valueAt: (index: number) => Value,
    given: readonly Value[] = [],
  ): Value {
    const [high = 0, low = 0] = this.#entropy.bytes(2);
    const start = high * 256 + low;
    for (let step = 0; step < count; step += 1) {
      const value = valueAt((start + step) % count);
      if (!this.#uses.has(value) && !given.includes(value)) return value;
    }
    return valueAt(start % count);
  }

  #count(service: KubeObject, change: 1 | -1): void {
    for (const value of takenBy(service)) {
      const uses = (this.#uses.get(value) ?? 0) + change;
      if (uses > 0) this.#uses.set(value, uses);
      else this.#uses.delete(value);
    }
  }
}

type IsTaken = (value: string | number) => boolean;

function addressRefusals(service: KubeObject, taken: IsTaken, dryRun: boolean): readonly FieldCause[] {
  const address = textAt(service, 'spec', 'clusterIP');
  // Other names for something outside may have none; that is told with all else that is wrong.
  if (!isAddress(address) || textAt(service, 'spec', 'type') === 'ExternalName') return [];
  const inRange = /^10\.96\.\d+\.\d+$/.test(address);
  if (inRange && !taken(address)) return [];
  const range = dryRun
    ? `the provided IP (${address}) is not in the valid range. The range of valid IPs is 10.96.0.0/16`
    : 'the provided network does not match the current range';
  const why = inRange ? 'provided IP is already allocated' : range;
  const message = `Invalid value: ["${address}"]: failed to allocate IP ${address}: ${why}`;
  return [{ field: 'spec.clusterIPs', message, reason: 'FieldValueInvalid' }];
}

/** A dry run hears of ports that are taken, and may ask for any other. */
function portRefusals(service: KubeObject, taken: IsTaken, dryRun: boolean): readonly FieldCause[] {
  if (!['LoadBalancer', 'NodePort'].includes(textAt(service, 'spec', 'type') ?? '')) return [];
  const ports = memberAt(service, 'spec', 'ports');
  return (isList(ports) ? ports : []).flatMap((port, index) => {
    const nodePort = memberAt(port, 'nodePort');
    if (typeof nodePort !== 'number' || nodePort === 0) return [];
    const inRange = dryRun || (nodePort >= FIRST_PORT && nodePort < FIRST_PORT + PORTS);
    if (inRange && !taken(nodePort)) return [];
    const why = inRange
      ? 'provided port is already allocated'
      : `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${FIRST_PORT + PORTS - 1}`;
    const field = `spec.ports[${index}].nodePort`;
    return [{ field, message: `Invalid value: ${nodePort}: ${why}`, reason: 'FieldValueInvalid' }];
  });
}

function isAddress(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value !== 'None';
}

function takenBy(service: KubeObject): readonly (string | number)[] {
  const address = textAt(service, 'spec', 'clusterIP');
  const ports = memberAt(service, 'spec', 'ports');
  const nodePorts = (isList(ports) ? ports : []).map((port) => memberAt(port, 'nodePort'));
  return [...nodePorts.filter((value) => typeof value === 'number'), ...(isAddress(address) ? [address] : [])];
}
