/** JSON patches (RFC 6902) as Kustomize applies them, in place, with its words for what fails. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isObject, type Json, textAt } from '../../../base/json-value.ts';
import { kustomizeFault } from '../fault.ts';
import { Growth } from '../object/growth.ts';
import { copyOf, isMap, isSequence, type Node, type NodeMap, put } from '../object/node.ts';

/** Applies the operations in their order to an object. Throws `kustomize.failed` at the first that fails. */
export function applyOperations(object: NodeMap, operations: readonly Json[]): NodeMap {
  const document: Document = { root: { '': object }, growth: new Growth('the operations of a JSON patch') };
  for (const operation of operations) applyOne(document, operation);
  const result = document.root[''] ?? null;
  if (!isMap(result)) throw kustomizeFault('a JSON patch may not make an object into something else');
  return result;
}

interface Document {
  /** The document stands in a map of its own, so that a whole one can be replaced. */
  readonly root: NodeMap;
  readonly growth: Growth;
}

function applyOne(document: Document, operation: Json): void {
  const kind = textAt(operation, 'op') ?? 'unknown';
  if (!Object.hasOwn(KINDS, kind)) throw kustomizeFault(`Unexpected kind: ${kind}`);
  KINDS[kind]?.(document, operation);
}

const KINDS: Readonly<Record<string, (document: Document, operation: Json) => void>> = {
  add: (document, operation) => {
    const path = pathOf(operation, 'path', 'add operation failed to decode path: missing value');
    const place = find(document, path, `add operation does not apply: doc is missing path: "${path}"`);
    explain(`error in add for path: '${path}'`, insert(place, written(operation)));
  },
  remove: (document, operation) => {
    const path = pathOf(operation, 'path', 'remove operation failed to decode path: missing value');
    const place = find(document, path, `remove operation does not apply: doc is missing path: "${path}"`);
    explain(`error in remove for path: '${path}'`, remove(place));
  },
  replace: (document, operation) => {
    const path = pathOf(operation, 'path', `replace operation failed to decode path: ${NO_PATH}`);
    if (path === '') {
      put(document.root, '', written(operation));
      return;
    }
    const place = find(document, path, `replace operation does not apply: doc is missing path: ${path}`);
    if (isSequence(place.holder)) {
      const index = indexIn(place.holder, place.key, 0);
      if (typeof index === 'string') throw missing(`replace operation does not apply: doc is missing key: ${path}`);
      place.holder[index] = written(operation);
    } else put(place.holder, place.key, written(operation));
  },
  move: (document, operation) => {
    const from = pathOf(operation, 'from', `move operation failed to decode from: ${NO_FROM}`);
    const source = find(document, from, `move operation does not apply: doc is missing from path: ${from}`);
    const value = explain(`error in move for path: '${source.key}'`, get(source));
    explain(`error in move for path: '${source.key}'`, remove(source));
    const path = pathOf(operation, 'path', `move operation failed to decode path: ${NO_PATH}`);
    const place = find(document, path, `move operation does not apply: doc is missing destination path: ${path}`);
    explain(`error in move for path: '${path}'`, insert(place, value.node ?? null));
  },
  copy: (document, operation) => {
    const from = pathOf(operation, 'from', `copy operation failed to decode from: ${NO_FROM}`);
    const source = find(document, from, `copy operation does not apply: doc is missing from path: ${from}`);
    const value = explain(`error in copy for from: '${from}'`, get(source));
    document.growth.add(value.node ?? null);
    const path = pathOf(operation, 'path', 'copy operation failed to decode path: missing value');
    const place = find(document, path, `copy operation does not apply: doc is missing destination path: ${path}`);
    explain('error while adding value during copy', insert(place, copyOf(value.node ?? null)));
  },
  test: (document, operation) => {
    const path = pathOf(operation, 'path', `test operation failed to decode path: ${NO_PATH}`);
    const wanted = isObject(operation) ? (operation['value'] ?? null) : null;
    const found =
      path === ''
        ? document.root['']
        : explain(
            `error in test for path: '${path}'`,
            get(find(document, path, `test operation does not apply: is missing path: ${path}`)),
          ).node;
    if (!jsonEqual((found ?? null) as Json, wanted)) throw kustomizeFault(`testing value ${path} failed: test failed`);
  },
};

const NO_PATH = 'operation missing path field: missing value';
const NO_FROM = 'operation, missing from field: missing value';

function pathOf(operation: Json, name: 'path' | 'from', fault: string): string {
  const path = textAt(operation, name);
  if (path === undefined) throw kustomizeFault(fault);
  return path;
}

function written(operation: Json): Node {
  return copyOf(isObject(operation) ? (operation['value'] ?? null) : null);
}

function missing(fault: string): Error {
  return kustomizeFault(`${fault}: missing value`);
}

/** A step that failed is told by a text, which is put behind what was tried. */
function explain<T extends Outcome>(about: string, outcome: T): T {
  if (outcome.fault !== undefined) throw kustomizeFault(`${about}: ${outcome.fault}`);
  return outcome;
}

interface Outcome {
  readonly fault?: string;
  readonly node?: Node;
}

interface Place {
  readonly holder: NodeMap | Node[];
  readonly key: string;
}

/** Where a pointer leads: the map or list that holds the last step, which need not be there. */
function find({ root }: Document, path: string, fault: string): Place {
  const steps = path.split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  let holder: Node | undefined = steps.length < 2 ? undefined : root[''];
  for (const step of steps.slice(1, -1)) holder = get({ holder: holder ?? null, key: step }).node;
  if (!isMap(holder) && !isSequence(holder)) throw missing(fault);
  return { holder, key: steps.at(-1) ?? '' };
}

/** A member that is not there is no fault, an element is. */
function get({ holder, key }: { readonly holder: Node; readonly key: string }): Outcome {
  if (isMap(holder)) return Object.hasOwn(holder, key) ? { node: holder[key] ?? null } : {};
  if (!isSequence(holder)) return { fault: 'missing value' };
  const index = indexIn(holder, key, 0);
  return typeof index === 'string' ? { fault: index } : { node: holder[index] ?? null };
}

function insert({ holder, key }: Place, value: Node): Outcome {
  if (isMap(holder)) put(holder, key, value);
  else if (key === '-') holder.push(value);
  else {
    if (!INTEGER.test(key)) return { fault: `value was not a proper array index: '${key}': ${notInteger(key)}` };
    const index = indexIn(holder, key, 1);
    if (typeof index === 'string') return { fault: index };
    holder.splice(index, 0, value);
  }
  return {};
}

function remove({ holder, key }: Place): Outcome {
  if (isMap(holder)) {
    if (!Object.hasOwn(holder, key)) return { fault: `Unable to remove nonexistent key: ${key}: missing value` };
    delete holder[key];
    return {};
  }
  const index = indexIn(holder, key, 0);
  if (typeof index === 'string') return { fault: index };
  holder.splice(index, 1);
  return {};
}

const INTEGER = /^[+-]?\d+$/;

/** An index within a list, counted from the end where it is negative; a text says why there is none. */
function indexIn(list: readonly Node[], key: string, beyond: 0 | 1): number | string {
  if (!INTEGER.test(key)) return notInteger(key);
  const index = Number(key);
  const length = list.length + beyond;
  if (index >= length || index < -length) return `Unable to access invalid index: ${index}: invalid index referenced`;
  return index < 0 ? index + length : index;
}

function notInteger(key: string): string {
  return `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
}
