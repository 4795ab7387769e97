/** Hashes of content, as suffixes of names. */
import { createHash } from 'node:crypto';
import { canonicalJson, goJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { at, isMap, lookUp, type Node } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { rewritten } from '../object/rewritten.ts';

const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** Ten letters and digits that cannot be read as a word. */
export function contentHash(resource: Resource): string {
  const text = goJson(sortedJson(hashed(resource)));
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return [...hex].map((letter) => LETTERS[letter] ?? letter).join('');
}

function sortedJson(value: Node): Json {
  return JSON.parse(canonicalJson(rewritten(value))) as Json;
}

/** The name is part of neither: Kustomize looks for it where it is not. */
function hashed({ object, kind }: Resource): Node {
  const name = '';
  const part = (key: string): Node => lookUp(object, key) ?? '';
  const optional = (key: string): { [key: string]: Node } => (isMap(at(object, key)) ? { [key]: part(key) } : {});
  if (kind === 'ConfigMap') return { kind, name, data: part('data'), ...optional('binaryData') };
  if (kind === 'Secret') return { kind, type: part('type'), name, data: part('data'), ...optional('stringData') };
  return object;
}
