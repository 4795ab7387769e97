/** Copies a value with all that it holds. Only maps can change later, but what holds them must be new as well. */
import { type Budget, GoMap, GoPointer, GoSlice, GoStruct, type GoValue, isArray } from '../../go-value/index.ts';
import { emptyVersion, isVersionValue } from '../semver/version-value.ts';

/** A shared value becomes as many copies as there are ways to it. */
const BYTES_OF_NODE = 48;

/** A version loses what it hides, as in the original; all other structs are kept: no template can change them. */
export function deepCopy(value: GoValue, budget: Budget): GoValue {
  budget.step();
  budget.take(BYTES_OF_NODE);
  if (isArray(value)) return value.map((item) => deepCopy(item, budget));
  if (value instanceof GoMap) return copyMap(value, budget);
  if (value instanceof GoSlice)
    return new GoSlice(
      value.type,
      value.items.map((item) => deepCopy(item, budget)),
    );
  if (value instanceof GoPointer && !(value.target instanceof GoStruct)) {
    return new GoPointer(value.type, deepCopy(value.target, budget));
  }
  return isVersionValue(value) ? emptyVersion() : value;
}

function copyMap(map: GoMap, budget: Budget): GoMap {
  const entries = new Map<string, GoValue>();
  for (const [key, item] of map.entries()) entries.set(key, deepCopy(item, budget));
  return new GoMap(map.type, entries);
}
