/**
 * The short hash that names what was made from a template, in Kubernetes' alphabet without vowels. Its digits differ
 * from those of a real cluster, which hashes Go's print of the struct; names keep the same form.
 */
import { isList, isObject, type Json } from '../../base/json-value.ts';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The same for equal templates whatever the order of keys; another for every collision count. */
export function templateHash(template: Json, collisions?: number): string {
  const hash = fnv1a(canonical(template) + (collisions === undefined ? '' : `#${collisions}`));
  return [...String(hash)].map((digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
}

/** FNV-1a of 32 bits over the UTF-16 units of a text. */
export function fnv1a(text: string): number {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME) >>> 0;
  return hash;
}

function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const item = value[key];
      return item === undefined ? [] : [`${JSON.stringify(key)}:${canonical(item)}`];
    });
  return `{${members.join(',')}}`;
}
