/** What differs between two states of an object: changed fields as sentences, and lines for the whole text. Pure. */
import { diffLines } from 'diff';
import { dump } from 'js-yaml';
import type { ResourceDiff } from '../../../src/api/application/tree-fields.ts';

type Value = unknown;

export interface FieldChange {
  /** `spec.replicas`, `spec.containers[0].image`. */
  readonly path: string;
  readonly live: Value;
  readonly desired: Value;
}

export interface DiffLine {
  /** Position in the list: lines have no other identity. */
  readonly position: number;
  readonly kind: 'same' | 'added' | 'removed' | 'skipped';
  readonly text: string;
}

const CONTEXT_LINES = 3;

/** Live and desired as the comparison saw them; undefined where there is none. */
export function statesOf(diff: ResourceDiff): { readonly live: Value; readonly desired: Value } {
  const live = parse(diff.normalizedLiveState) ?? parse(diff.liveState);
  const desired = parse(diff.predictedLiveState) ?? parse(diff.targetState);
  return { live, desired: diff.targetState && diff.targetState !== 'null' ? desired : undefined };
}

export function parse(text: string | undefined): Value {
  return text && text !== 'null' ? (JSON.parse(text) as Value) : undefined;
}

/** YAML as people write it, without what only the API server cares about. */
export function toYaml(value: Value): string {
  return value === undefined ? '' : dump(withoutNoise(value), { noRefs: true, lineWidth: -1, quotingType: '"' });
}

function withoutNoise(value: Value): Value {
  if (!isRecord(value) || !isRecord(value['metadata'])) return value;
  const { managedFields: _fields, ...metadata } = value['metadata'];
  return { ...value, metadata };
}

/** The fields that differ, deepest first level that says something. */
export function fieldChanges(live: Value, desired: Value, path = ''): readonly FieldChange[] {
  if (same(live, desired)) return [];
  if (isRecord(live) && isRecord(desired)) {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(desired)])].sort();
    return keys.flatMap((key) => fieldChanges(own(live, key), own(desired, key), path ? `${path}.${key}` : key));
  }
  if (Array.isArray(live) && Array.isArray(desired) && live.length === desired.length) {
    return live.flatMap((item: Value, index) => fieldChanges(item, desired[index], `${path}[${index}]`));
  }
  return [{ path, live, desired }];
}

/** The lines of both texts, long equal stretches cut. */
export function lineDiff(live: string, desired: string): readonly DiffLine[] {
  return unnumbered(live, desired).map((line, position) => ({ ...line, position }));
}

type Line = Omit<DiffLine, 'position'>;

function unnumbered(live: string, desired: string): readonly Line[] {
  return diffLines(live, desired).flatMap(({ value, added, removed }, index, all) => {
    const texts = value.replace(/\n$/, '').split('\n');
    if (added || removed) return texts.map((text): Line => ({ kind: added ? 'added' : 'removed', text }));
    return cut(texts, { head: index > 0, tail: index < all.length - 1 });
  });
}

function cut(texts: readonly string[], near: { readonly head: boolean; readonly tail: boolean }): Line[] {
  const head = near.head ? texts.slice(0, CONTEXT_LINES) : [];
  const tail = near.tail ? texts.slice(Math.max(head.length, texts.length - CONTEXT_LINES)) : [];
  const skipped = texts.length - head.length - tail.length;
  const line = (text: string): Line => ({ kind: 'same', text });
  const middle: Line[] = skipped > 0 ? [{ kind: 'skipped', text: `${skipped} equal lines` }] : [];
  return [...head.map(line), ...middle, ...tail.map(line)];
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: Value): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Record<string, Value>, key: string): Value {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value in a sentence. */
export function shown(value: Value): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
