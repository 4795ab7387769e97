/** Texts that hold JSON or YAML of their own, with a value in them changed: what else stands there stays as it is written. */

import { sortedKeys } from '../../../base/json/byte-order.ts';
import { goJson } from '../../../base/json/stringify.ts';
import { isObject, type Json } from '../../../base/json-value.ts';
import { readTree, type YamlTree } from '../../../lang/yaml/read-tree.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import type { Place } from '../configuration/visit-fields.ts';
import { isUserFault, orUndefined } from '../fault.ts';
import { decodeTree } from '../object/decode-tree.ts';
import { isScalar, type Node, scalarText } from '../object/node.ts';
import { rewritten } from '../object/rewritten.ts';
import { plainValue } from '../object/written.ts';
import { findPlaces } from './field-path.ts';

export interface TextChange {
  /** Within the text. */
  readonly steps: readonly string[];
  readonly value: Node;
  /** Whether missing parts of the way are made. */
  readonly creates: boolean;
  /** What comes to stand in a place. Throws for what cannot. */
  readonly changed: (place: Place) => Node;
}

/** The changed text; undefined where the steps lead nowhere in it. What cannot be written again stays as it was. */
export function changedText(text: string, { steps, value, creates, changed }: TextChange): string | undefined {
  const inner = orUndefined(() => readTree(text, decodeTree));
  if (inner === undefined || typeof inner !== 'object' || inner === null) return undefined;
  const places = orUndefined(() => findPlaces(inner, steps, creates ? value : undefined)) ?? [];
  if (places.length === 0) return undefined;
  const edited = places.length === 1 && isScalar(value) ? editedYaml(text, steps, scalarText(value)) : undefined;
  if (edited !== undefined) return edited;
  try {
    for (const place of places) place.set(changed(place));
  } catch (error) {
    if (isUserFault(error)) return text;
    throw error;
  }
  return written(inner, text);
}

function written(value: Node, before: string): string {
  if (!isJson(before)) return writeYaml(rewritten(value)).trim();
  const isPretty = before.includes('\n') && before.includes('  ');
  const sorted = inOrder(rewritten(value));
  return isPretty ? JSON.stringify(sorted, null, 2) : goJson(sorted);
}

function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function inOrder(value: Json): Json {
  if (!isObject(value)) return Array.isArray(value) ? value.map(inOrder) : value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, inOrder(value[key] ?? null)]));
}

/** With one scalar changed in its line; undefined where the text would not be written again as it is. */
function editedYaml(text: string, steps: readonly string[], value: string): string | undefined {
  if (isJson(text) || !isCanonical(text)) return undefined;
  const root = orUndefined(() => readTree(text, (tree) => tree));
  const node = root && nodeAt(root, steps);
  if (node === undefined && root?.kind === 'mapping' && steps.length === 1) {
    return `${text.trim()}\n${writeYaml({ [steps[0] ?? '']: plainValue(value) }).trimEnd()}`;
  }
  if (node?.kind !== 'scalar' || node.tag !== '') return undefined;
  const lines = text.split('\n');
  const line = lines[node.line] ?? '';
  for (const [old, quoted] of spellings(node.value, value)) {
    const at = line.lastIndexOf(old);
    if (at < 0 || !/(?:^|[:-]) +$/.test(line.slice(0, at)) || !/^ *(?:#.*)?$/.test(line.slice(at + old.length)))
      continue;
    lines[node.line] = line.slice(0, at) + quoted + line.slice(at + old.length);
    return lines.join('\n').trim();
  }
  return undefined;
}

/** The old text in quotes and without, and the new one likewise. */
function spellings(old: string, value: string): readonly (readonly [string, string])[] {
  const plain = typeof plainValue(old) === 'string' ? writeYaml(value).trimEnd() : value;
  return [
    [`"${old}"`, JSON.stringify(value)],
    [`'${old}'`, `'${value.replaceAll("'", "''")}'`],
    ...(plain.includes('\n') || old === '' ? [] : [[old, plain] as const]),
  ];
}

function nodeAt(root: YamlTree, steps: readonly string[]): YamlTree | undefined {
  return steps.reduce<YamlTree | undefined>((node, step) => {
    if (node?.kind === 'sequence') return /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
    if (node?.kind !== 'mapping') return undefined;
    return node.pairs.find(([key]) => key.kind === 'scalar' && key.value === step)?.[1];
  }, root);
}

/** Indented by two, lists in the column of their key: as it is written anyway. */
function isCanonical(text: string): boolean {
  let before = 0;
  return text.split('\n').every((line) => {
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) return true;
    const indent = line.length - content.length;
    const fits = indent % 2 === 0 && indent <= before + 2 && !(content.startsWith('- ') && indent > before);
    before = content.startsWith('- ') ? indent + 2 : indent;
    return fits;
  });
}
