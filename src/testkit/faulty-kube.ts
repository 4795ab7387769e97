/**
 * Wraps a `KubePort`: counts the calls, and makes chosen ones fail, or abandons the caller before or after one, as a process
 * that is killed at that moment. An abandoned caller never gets an answer again, to this call or any other.
 */
import { AppError } from '../base/errors.ts';
import type { KubePort, ObjectAddress, ResourceType } from '../ports/kube.ts';

export type KubeVerb =
  | 'version'
  | 'discover'
  | 'openapi'
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'apply'
  | 'delete'
  | 'logs';

export interface KubeCall {
  /** From 0, over all calls. */
  readonly number: number;
  readonly verb: KubeVerb;
  /** Plural; empty for calls without a type. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
}

export interface Fault {
  readonly when: 'before' | 'after';
  /** Undefined: abandon the caller. */
  readonly error?: AppError;
}

/** Decides for each call; undefined lets it through. */
export type FaultPlan = (call: KubeCall) => Fault | undefined;

export interface FaultyKube extends KubePort {
  readonly calls: readonly KubeCall[];
  /** Calls that have all of these. */
  count(filter?: Partial<KubeCall>): number;
  plan(plan: FaultPlan): void;
  /** Forgets the calls; numbers start again from 0. */
  reset(): void;
  readonly isAbandoned: boolean;
  /** Resolves when a fault has abandoned the caller. */
  readonly abandoned: Promise<void>;
}

/** Abandons the caller before or after its n-th write, from 0. Dry runs are no writes. */
export function abandonAtWrite(n: number, when: Fault['when']): FaultPlan {
  let writes = 0;
  return (call) => (isWrite(call) && writes++ === n ? { when } : undefined);
}

/** True for a call that changes something. */
export function isWrite(call: KubeCall): boolean {
  return !call.dryRun && ['create', 'update', 'patch', 'apply', 'delete'].includes(call.verb);
}

/** A fault for plans, e.g. `unreachable()`. */
export function unreachable(): AppError {
  return new AppError({ code: 'kube.unreachable', kind: 'transient', message: 'cannot reach the cluster' });
}

export function faultyKube(inner: KubePort): FaultyKube {
  const state = new Faults();
  const object = (verb: KubeVerb, { type, namespace, name }: ObjectAddress, dryRun = false) =>
    noted(verb, type, { namespace, name, dryRun });
  return {
    server: inner.server,
    version: (signal) => state.run(noted('version'), () => inner.version(signal)),
    discover: (signal) => state.run(noted('discover'), () => inner.discover(signal)),
    openApi: (path, signal) => state.run(noted('openapi'), () => inner.openApi(path, signal)),
    get: (address, signal) => state.run(object('get', address), () => inner.get(address, signal)),
    list: (type, options = {}) =>
      state.run(noted('list', type, { namespace: options.namespace ?? '' }), () => inner.list(type, options)),
    watch: (type, options) =>
      state.stream(noted('watch', type, { namespace: options.namespace ?? '' }), () => inner.watch(type, options)),
    create: (type, value, options = {}) => {
      const { namespace = '', name = '' } = value.metadata;
      const call = noted('create', type, { namespace, name, dryRun: options.dryRun ?? false });
      return state.run(call, () => inner.create(type, value, options));
    },
    update: (address, value, options = {}) =>
      state.run(object('update', address, options.dryRun), () => inner.update(address, value, options)),
    patch: (address, type, patch, options = {}) =>
      state.run(object(type === 'apply' ? 'apply' : 'patch', address, options.dryRun), () =>
        inner.patch(address, type, patch, options),
      ),
    delete: (address, options = {}) =>
      state.run(object('delete', address, options.dryRun), () => inner.delete(address, options)),
    logs: (namespace, pod, options = {}) =>
      state.stream({ ...noted('logs'), namespace, name: pod }, () => inner.logs(namespace, pod, options)),
    get calls() {
      return state.calls;
    },
    count: (filter = {}) =>
      state.calls.filter((call) =>
        Object.entries(filter).every(([key, value]) => Object.entries(call).some(([k, v]) => k === key && v === value)),
      ).length,
    plan: (plan) => state.plan(plan),
    reset: () => state.reset(),
    get isAbandoned() {
      return state.isAbandoned;
    },
    abandoned: state.abandoned,
  };
}

type Noted = Omit<KubeCall, 'number'>;

function noted(verb: KubeVerb, type?: ResourceType, rest: Partial<Noted> = {}): Noted {
  return { verb, resource: type?.plural ?? '', namespace: '', name: '', dryRun: false, ...rest };
}

class Faults {
  readonly abandoned: Promise<void>;
  readonly #abandon: () => void;
  #calls: KubeCall[] = [];
  #plan: FaultPlan = () => undefined;
  isAbandoned = false;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.abandoned = promise;
    this.#abandon = resolve;
  }

  get calls(): readonly KubeCall[] {
    return this.#calls;
  }

  plan(plan: FaultPlan): void {
    this.#plan = plan;
  }

  reset(): void {
    this.#calls = [];
  }

  async run<T>(call: Noted, work: () => Promise<T>): Promise<T> {
    const fault = await this.#begin(call);
    const result = await work();
    if (fault?.when === 'after') await this.#strike(fault);
    return this.isAbandoned ? never() : result;
  }

  async *stream<T>(call: Noted, work: () => AsyncIterable<T>): AsyncIterable<T> {
    const fault = await this.#begin(call);
    for await (const item of work()) {
      if (this.isAbandoned) await never();
      yield item;
    }
    if (fault?.when === 'after') await this.#strike(fault);
    if (this.isAbandoned) await never();
  }

  async #begin(call: Noted): Promise<Fault | undefined> {
    if (this.isAbandoned) return never();
    const numbered = { ...call, number: this.#calls.length };
    this.#calls.push(numbered);
    const fault = this.#plan(numbered);
    if (fault?.when === 'before') await this.#strike(fault);
    return fault;
  }

  #strike(fault: Fault): Promise<never> {
    if (fault.error) return Promise.reject(fault.error);
    this.isAbandoned = true;
    this.#abandon();
    return never();
  }
}

/** What a killed process gets. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
