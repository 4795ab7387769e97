/**
 * Objects. `a + b` makes a chain of layers, the right one first; it is laid out when a field is first looked for. Fields are
 * evaluated once for each object and layer, against the whole object as `self`.
 */

import { sortedTexts } from '../../../base/json/byte-order.ts';
import type { Visibility } from '../syntax/ast.ts';
import { runBody } from './call.ts';
import type { Machine } from './machine.ts';
import { add } from './operators.ts';
import { Scope } from './scope.ts';
import { type Site, WordSite } from './site.ts';
import { type Code, Thunk } from './thunk.ts';
import type { Value } from './value.ts';

export type FieldBody =
  | { readonly kind: 'value'; readonly value: Value }
  /** `place` of the body, for `+:`; `scope` in which it stands where that is not the layer's (comprehensions). */
  | {
      readonly kind: 'code';
      readonly code: Code;
      readonly addsToSuper: boolean;
      readonly place: Site;
      readonly scope?: Scope;
    };

export interface Field {
  readonly visibility: Visibility;
  readonly body: FieldBody;
}

/** What an object literal says. */
export interface Layer {
  readonly kind: 'layer';
  readonly shape: Shape;
  /** Undefined where no field is code of its own. */
  readonly scope: Scope | undefined;
  readonly asserts: readonly Code[];
  readonly locals: readonly Code[];
}

/** Fields by name. Objects of one literal share theirs, and what is worked out of it. */
export class Shape {
  readonly fields: ReadonlyMap<string, Field>;
  private shown: readonly string[] | undefined;
  private known: ReadonlyMap<string, Visibility> | undefined;

  constructor(fields: ReadonlyMap<string, Field>) {
    this.fields = fields;
  }

  get visibilities(): ReadonlyMap<string, Visibility> {
    this.known ??= new Map([...this.fields].map(([name, { visibility }]) => [name, visibility]));
    return this.known;
  }

  /** Names without hidden ones, in byte order. */
  get shownNames(): readonly string[] {
    this.shown ??= shownNames(this.visibilities);
    return this.shown;
  }
}

function shownNames(visibilities: ReadonlyMap<string, Visibility>): readonly string[] {
  const shown: string[] = [];
  for (const [name, visibility] of visibilities) if (visibility !== 'hidden') shown.push(name);
  return sortedTexts(shown);
}

/** `std.objectRemoveKey`: hides all but some fields of the layers behind it. */
export interface Restriction {
  readonly kind: 'restriction';
  readonly retained: ReadonlyMap<string, Visibility>;
  /** Layers behind it that it covers. */
  readonly covers: number;
}

type Chain =
  | { readonly kind: 'sum'; readonly left: Chain; readonly right: Chain; readonly size: number }
  | {
      readonly kind: 'restricted';
      readonly inner: Chain;
      readonly retained: ReadonlyMap<string, Visibility>;
      readonly size: number;
    }
  | Layer;

/** Counts the work of laying out a sum: a run of a program, or nobody. */
export type Meter = Pick<Machine, 'work' | 'make'> | undefined;

export class JsonnetObject {
  private readonly chain: Chain;
  private readonly meter: Meter;
  private layers: readonly (Layer | Restriction)[] | undefined;
  private visibilities: ReadonlyMap<string, Visibility> | undefined;
  private shown: readonly string[] | undefined;
  /** Values of fields of the first layer, then of those that only `super` sees. */
  private values: Map<string, Value> | undefined;
  private inherited: Map<number, Map<string, Value>> | undefined;
  private isChecked = false;

  constructor(chain: Chain, meter?: Meter) {
    this.chain = chain;
    this.meter = meter;
  }

  /** `this + right`. */
  plus(right: JsonnetObject, meter: Meter): JsonnetObject {
    const size = this.layerCount + right.layerCount;
    return new JsonnetObject({ kind: 'sum', left: this.chain, right: right.chain, size }, meter);
  }

  /** Without one field, which `super` still sees. */
  without(name: string, meter: Meter): JsonnetObject {
    const fields = this.allFields();
    meter?.work(2 * fields.size);
    meter?.make(fields.size);
    const retained = new Map(fields);
    retained.delete(name);
    return new JsonnetObject({ kind: 'restricted', inner: this.chain, retained, size: this.layerCount + 1 }, meter);
  }

  /** How many objects it is the sum of, counted again where they are in it again. */
  get layerCount(): number {
    return this.chain.kind === 'layer' ? 1 : this.chain.size;
  }

  /** The one layer of an object that is no sum. */
  get onlyLayer(): Layer | undefined {
    return this.chain.kind === 'layer' ? this.chain : undefined;
  }

  /** Fields with hidden ones, in no order. */
  allFields(): ReadonlyMap<string, Visibility> {
    if (this.chain.kind === 'layer') return this.chain.shape.visibilities;
    this.visibilities ??= visibilitiesOf(this.allLayers(), this.meter);
    return this.visibilities;
  }

  /** Names in byte order, with hidden ones if asked. */
  fieldNames(withHidden: boolean): readonly string[] {
    if (withHidden) return sortedTexts(this.allFields().keys());
    if (this.chain.kind === 'layer') return this.chain.shape.shownNames;
    if (this.shown !== undefined) return this.shown;
    const fields = this.allFields();
    this.meter?.work(2 * fields.size);
    this.shown = shownNames(fields);
    return this.shown;
  }

  has(name: string, fromLevel = 0): boolean {
    this.meter?.work(this.layerCount >> FEW_LAYERS);
    return findField(this.allLayers(), name, fromLevel) !== undefined;
  }

  /** Value of a field, looked for from a layer on. Faults where there is none. */
  get(name: string, access: Access): Value {
    const { machine, site, fromLevel = 0 } = access;
    this.checkAsserts(machine, site);
    const layers = this.allLayers();
    if (fromLevel >= layers.length) throw machine.fault('Attempt to use super when there is no super class.', site);
    if (layers.length > 1) machine.work(layers.length >> FEW_LAYERS);
    const found = findField(layers, name, fromLevel);
    if (found === undefined) throw machine.fault(`Field does not exist: ${name}`, site);
    const { body } = found.field;
    if (body.kind === 'value') return body.value;
    const known = this.knownOf(found.level)?.get(name);
    if (known !== undefined) return known;
    const value = this.evaluate(body, { name, found, machine, site });
    this.keep(found.level, name, value);
    return value;
  }

  private knownOf(level: number): Map<string, Value> | undefined {
    return level === 0 ? this.values : this.inherited?.get(level);
  }

  private keep(level: number, name: string, value: Value): void {
    const known = this.knownOf(level);
    if (known !== undefined) known.set(name, value);
    else if (level === 0) this.values = new Map([[name, value]]);
    else {
      this.inherited ??= new Map();
      this.inherited.set(level, new Map([[name, value]]));
    }
  }

  /** Faults with the first assertion that does not hold. While they are checked they count as holding. */
  checkAsserts(machine: Machine, site: Site): void {
    if (this.isChecked) return;
    this.isChecked = true;
    if (this.chain.kind === 'layer' && this.chain.asserts.length === 0) return;
    for (const [level, layer] of this.allLayers().entries()) {
      if (layer.kind !== 'layer') continue;
      for (const code of layer.asserts) {
        const { depth } = machine;
        machine.enter(site, false);
        runBody(code, this.fieldScope(layer, level, layer.scope), machine);
        machine.depth = depth;
      }
    }
  }

  private evaluate(body: FieldBody & { readonly kind: 'code' }, { name, found, machine, site }: Evaluation): Value {
    const scope = this.fieldScope(found.layer, found.level, body.scope ?? found.layer.scope);
    const { depth } = machine;
    machine.enter(site, false);
    if (!body.addsToSuper) {
      const value = runBody(body.code, scope, machine);
      machine.depth = depth;
      return value;
    }
    const { place } = body;
    machine.enter(place, false);
    const right = runBody(body.code, scope, machine);
    machine.depth = depth + 1;
    const fromLevel = found.level + 1;
    const value = this.has(name, fromLevel)
      ? add(machine, this.get(name, { machine, site: place, fromLevel }), right, place)
      : right;
    machine.depth = depth;
    return value;
  }

  private fieldScope(layer: Layer, level: number, outer: Scope | undefined): Scope {
    const slots: Thunk[] = [];
    const scope = new Scope(outer, slots, this, level);
    for (const code of layer.locals) slots.push(new Thunk(code, scope));
    return scope;
  }

  private allLayers(): readonly (Layer | Restriction)[] {
    if (this.layers !== undefined) return this.layers;
    if (this.chain.kind !== 'layer') this.meter?.work(this.chain.size >> 1);
    if (this.chain.kind !== 'layer') this.meter?.make(this.chain.size >> 2);
    this.layers = layersOf(this.chain);
    return this.layers;
  }
}

/** Layers are looked through so fast that only many together count: each time these bits fewer. */
const FEW_LAYERS = 5;

export interface Access {
  readonly machine: Machine;
  readonly site: Site;
  readonly fromLevel?: number;
}

interface Found {
  readonly field: Field;
  readonly layer: Layer;
  readonly level: number;
}

interface Evaluation extends Access {
  readonly name: string;
  readonly found: Found;
}

/** An object whose fields are values. */
export function objectOf(
  fields: Iterable<readonly [string, Value]>,
  visibility: Visibility = 'inherit',
): JsonnetObject {
  const map = new Map<string, Field>();
  for (const [name, value] of fields) map.set(name, { visibility, body: { kind: 'value', value } });
  return new JsonnetObject({ kind: 'layer', shape: new Shape(map), scope: undefined, asserts: [], locals: [] });
}

/** The right operand's layers before the left one's. Sums may be deeper than the native stack. */
function layersOf(chain: Chain): readonly (Layer | Restriction)[] {
  const layers: (Layer | Restriction)[] = [];
  const open: (
    | Chain
    | { readonly kind: 'covered'; readonly at: number; readonly retained: ReadonlyMap<string, Visibility> }
  )[] = [chain];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'sum') open.push(next.left, next.right);
    else if (next.kind === 'layer') layers.push(next);
    else if (next.kind === 'restricted') {
      open.push({ kind: 'covered', at: layers.length, retained: next.retained }, next.inner);
      layers.push({ kind: 'restriction', retained: next.retained, covers: 0 });
    } else layers[next.at] = { kind: 'restriction', retained: next.retained, covers: layers.length - next.at - 1 };
  }
  return layers;
}

/** A restriction holds only for who begins to look at it, as in go-jsonnet. */
function findField(layers: readonly (Layer | Restriction)[], name: string, fromLevel: number): Found | undefined {
  for (let level = fromLevel; level < layers.length; level++) {
    const layer = layers[level];
    if (layer === undefined) return undefined;
    if (layer.kind === 'restriction') {
      if (level === fromLevel && !layer.retained.has(name)) level += layer.covers;
      continue;
    }
    const field = layer.shape.fields.get(name);
    if (field !== undefined) return { field, layer, level };
  }
  return undefined;
}

function visibilitiesOf(layers: readonly (Layer | Restriction)[], meter: Meter): ReadonlyMap<string, Visibility> {
  const shapes: ReadonlyMap<string, Visibility>[] = [];
  for (let level = 0; level < layers.length; level++) {
    const layer = layers[level];
    if (layer === undefined) break;
    if (layer.kind === 'layer') shapes.push(layer.shape.visibilities);
    else {
      shapes.push(layer.retained);
      level += layer.covers;
    }
  }
  const total = shapes.reduce((sum, shape) => sum + shape.size, 0);
  meter?.work(4 * total);
  meter?.make(total);
  const merged = new Map<string, Visibility>();
  for (const shape of shapes.reverse())
    for (const [name, visibility] of shape)
      if (visibility !== 'inherit' || !merged.has(name)) merged.set(name, visibility);
  return merged;
}

/** Where the assertions of a result are checked. */
export const CHECKING: Site = new WordSite('Checking object assertions');
