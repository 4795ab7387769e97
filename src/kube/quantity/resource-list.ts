/** Named quantities (`{cpu: 500m, memory: 1Gi}`) and their arithmetic, as the API server's quota library does it. */
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { addQuantities, compareQuantities, formatQuantity, parseQuantity, type Quantity } from './quantity.ts';

export type ResourceList = ReadonlyMap<string, Quantity>;

/** Reads a resource list from JSON; what is no quantity is left out, and what is no object is empty. */
export function readResourceList(value: Json | undefined): ResourceList {
  const found = new Map<string, Quantity>();
  for (const [name, amount] of Object.entries(isObject(value) ? value : {})) {
    const quantity = parseQuantity(amount);
    if (quantity) found.set(name, quantity);
  }
  return found;
}

/** Canonical amounts in the order of their names. */
export function writeResourceList(list: ResourceList): JsonObject {
  return Object.fromEntries(sortedNames(list).map((name) => [name, formatQuantity(list.get(name) ?? wholeOf(0))]));
}

/** `a=1,b=2`, as quota messages show amounts. */
export function resourceListText(list: ResourceList): string {
  return Object.entries(writeResourceList(list))
    .map(([name, amount]) => `${name}=${amount}`)
    .join(',');
}

export function wholeOf(count: number): Quantity {
  return { digits: BigInt(count), scale: 0, form: 'decimal' };
}

/** Sums by name. Nothing takes the form of what is added to it (`Quantity.Add` of apimachinery). */
export function addLists(one: ResourceList, other: ResourceList): ResourceList {
  const sum = new Map(one);
  for (const [name, amount] of other) {
    const known = sum.get(name);
    sum.set(name, known === undefined || known.digits === 0n ? amount : addQuantities(known, amount));
  }
  return sum;
}

export function subtractLists(one: ResourceList, other: ResourceList): ResourceList {
  const negated = [...other].map(([name, amount]) => [name, { ...amount, digits: -amount.digits }] as const);
  return addLists(one, new Map(negated));
}

/** The larger of both amounts by name. */
export function largestOf(one: ResourceList, other: ResourceList): ResourceList {
  const found = new Map(one);
  for (const [name, amount] of other) {
    const known = found.get(name);
    if (known === undefined || compareQuantities(amount, known) > 0) found.set(name, amount);
  }
  return found;
}

/** The entries with these names. */
export function onlyNames(list: ResourceList, names: { has(name: string): boolean }): ResourceList {
  return new Map([...list].filter(([name]) => names.has(name)));
}

/** The list without amounts of zero. */
export function withoutZeros(list: ResourceList): ResourceList {
  return new Map([...list].filter(([, amount]) => amount.digits !== 0n));
}

function sortedNames(list: ResourceList): readonly string[] {
  return [...list.keys()].sort();
}
