/** Where two records of a story differ. */
import { isKnownDifference } from './known-differences.ts';

export interface RecordDifference {
  /** Dotted, positions of lists in brackets. */
  readonly path: string;
  /** Undefined where it is absent. */
  readonly theirs: unknown;
  readonly ours: unknown;
}

/** But for what the versions that they are of are known to differ in. */
export function differencesOf(theirs: unknown, ours: unknown): readonly RecordDifference[] {
  return everyDifference(theirs, ours).filter((difference) => !isKnownDifference(difference));
}

/** In the order of paths; a list of another length is one difference. */
export function everyDifference(theirs: unknown, ours: unknown): readonly RecordDifference[] {
  return allDifferences({ path: '', theirs, ours });
}

function allDifferences({ path, theirs, ours }: RecordDifference): readonly RecordDifference[] {
  if (isList(theirs) && isList(ours) && theirs.length === ours.length) {
    return theirs.flatMap((item, at) => allDifferences({ path: `${path}[${at}]`, theirs: item, ours: ours[at] }));
  }
  if (isObject(theirs) && isObject(ours)) {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
    return keys.flatMap((key) => allDifferences({ path: `${path}.${key}`, theirs: theirs[key], ours: ours[key] }));
  }
  return JSON.stringify(theirs) === JSON.stringify(ours) ? [] : [{ path, theirs, ours }];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
