/** Finds the library's check of a kind. */
import type { HealthCheck } from '../health-check.ts';
import { LIBRARY_CHECKS } from './library-checks.ts';

const EXACT = new Map<string, HealthCheck>();
const BY_SUFFIX: { readonly suffix: string; readonly check: HealthCheck }[] = [];

for (const check of LIBRARY_CHECKS) {
  for (const group of check.groups) {
    if (group.startsWith('*')) BY_SUFFIX.push({ suffix: group.slice(1), check });
    else EXACT.set(`${group}/${check.kind}`, check);
  }
}

/** The check of a kind: its own, its group's for any kind, that of the groups with a suffix. Undefined where none is. */
export function libraryCheck(group: string, kind: string): HealthCheck | undefined {
  if (group === '') return undefined;
  return (
    EXACT.get(`${group}/${kind}`) ??
    EXACT.get(`${group}/*`) ??
    BY_SUFFIX.find(({ suffix }) => group.endsWith(suffix))?.check
  );
}
