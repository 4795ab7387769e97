/** What type parameters stand for, found by making types fit one another (the unification of cel-spec's checker). */
import { type CelType, DYN, isOptionalType, sameType } from '../types.ts';

export class Substitution {
  readonly #found = new Map<string, CelType>();
  /** What each parameter was before, the latest last, so that a failed try leaves no trace. */
  readonly #trail: (readonly [string, CelType | undefined])[] = [];
  #fresh = 0;

  /** A parameter that stands for nothing yet. */
  fresh(): CelType {
    const name = `_var${this.#fresh}`;
    this.#fresh += 1;
    return { kind: 'param', name, params: [] };
  }

  /** Whether a value of `given` may stand where `wanted` is asked for; learns what parameters stand for where it may. */
  fits(wanted: CelType, given: CelType): boolean {
    return this.fitsAll([wanted], [given]);
  }

  fitsAll(wanted: readonly CelType[], given: readonly CelType[]): boolean {
    const mark = this.#trail.length;
    if (this.#fitsAll(wanted, given)) return true;
    while (this.#trail.length > mark) {
      const [name, before] = this.#trail.pop() ?? [''];
      if (before === undefined) this.#found.delete(name);
      else this.#found.set(name, before);
    }
    return false;
  }

  /** The type with what its parameters stand for; those that stand for nothing become `dyn` when it is the last look. */
  apply(type: CelType, last = false): CelType {
    if (type.kind === 'param') {
      const found = this.#found.get(type.name);
      if (found !== undefined) return this.apply(found, last);
      return last ? DYN : type;
    }
    if (type.params.length === 0) return type;
    return { ...type, params: type.params.map((each) => this.apply(each, last)) };
  }

  #set(name: string, type: CelType): void {
    this.#trail.push([name, this.#found.get(name)]);
    this.#found.set(name, type);
  }

  #fitsAll(wanted: readonly CelType[], given: readonly CelType[]): boolean {
    if (wanted.length !== given.length) return false;
    return wanted.every((each, index) => this.#fits(each, given[index] ?? DYN));
  }

  #fits(a: CelType, b: CelType): boolean {
    if (b.kind === 'param') {
      const found = this.#found.has(b.name);
      if (this.#bind(a, b)) return true;
      if (found) return false;
    }
    if (a.kind === 'param') return this.#bind(b, a);
    if (isLoose(a) || isLoose(b)) return true;
    if (a.kind === 'null') return acceptsNull(b);
    if (b.kind === 'null') return acceptsNull(a);
    if (a.kind !== b.kind) return false;
    switch (a.kind) {
      case 'type':
        return true;
      case 'opaque':
      case 'list':
      case 'map':
        return a.name === b.name && this.#fitsAll(a.params, b.params);
      default:
        return a.name === b.name;
    }
  }

  #bind(type: CelType, parameter: CelType): boolean {
    if (sameType(type, parameter)) return true;
    const found = this.#found.get(parameter.name);
    if (found !== undefined) {
      if (sameType(type, found)) return true;
      if (!this.#fits(type, found)) return false;
      const wider = mostGeneral(type, found);
      if (!this.#mentions(wider, parameter)) this.#set(parameter.name, wider);
      return true;
    }
    if (this.#mentions(type, parameter)) return false;
    this.#set(parameter.name, type);
    return true;
  }

  #mentions(type: CelType, parameter: CelType): boolean {
    if (sameType(type, parameter)) return true;
    if (type.kind === 'param') {
      const found = this.#found.get(type.name);
      return found !== undefined && this.#mentions(found, parameter);
    }
    return type.params.some((each) => this.#mentions(each, parameter));
  }
}

/** The first where it says the same as the second or less. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return saysNoMore(a, b) ? a : b;
}

function saysNoMore(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'param') return true;
  if (b.kind === 'dyn' || b.kind === 'param' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.params.length === 0) return sameType(a, b);
  return (
    a.name === b.name &&
    a.params.length === b.params.length &&
    a.params.every((each, index) => saysNoMore(each, b.params[index] ?? DYN))
  );
}

export function isLoose(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

function acceptsNull({ kind }: CelType): boolean {
  return kind === 'null' || kind === 'opaque' || kind === 'struct' || kind === 'duration' || kind === 'timestamp';
}

/** The type within an optional, and whether it was one. */
export function unwrapOptional(type: CelType): { readonly type: CelType; readonly optional: boolean } {
  const [inner] = type.params;
  return isOptionalType(type) && inner ? { type: inner, optional: true } : { type, optional: false };
}
