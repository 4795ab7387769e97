/** Digests of what a server says of itself: small enough to keep, equal where the documents are. */
import { createHash } from 'node:crypto';
import { isList, isObject, type Json } from '../../base/json-value.ts';

/** By path; members of objects in any order count as the same. */
export function describedDigests(described: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  const digests = Object.entries(described).map(([path, document]): [string, string] => {
    const text = typeof document === 'string' ? document : JSON.stringify(inOrder(document));
    return [path, createHash('sha256').update(text).digest('hex')];
  });
  return Object.fromEntries(digests);
}

function inOrder(value: Json): Json {
  if (isList(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member ?? null)]));
}
