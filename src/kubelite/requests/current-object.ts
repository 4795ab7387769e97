/** The object that a request is about. */
import { quote } from '../../lang/go-value/text/quote.ts';
import { badRequest } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Call } from './call.ts';

/** Undefined where there is none. Throws 400 for a name that can be none of a path. Source: `IsValidPathSegmentName`. */
export function currentObject({ cluster, definition, path }: Call): StoredObject | undefined {
  if (definition.namespaced && path.namespace === '') throw badRequest('Namespace parameter required.');
  const why = whyNoSegment(path.name);
  if (why !== undefined) throw badRequest(`Name parameter invalid: ${quote(path.name)}: ${why}`);
  return cluster.store.get(definition.shelf, path.namespace, path.name);
}

/** True for a name that can be a part of a path. */
export function isPathSegment(name: string): boolean {
  return whyNoSegment(name) === undefined;
}

function whyNoSegment(name: string): string | undefined {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const odd = ['/', '%'].filter((character) => name.includes(character));
  return odd.length === 0 ? undefined : odd.map((character) => `may not contain '${character}'`).join(';');
}
