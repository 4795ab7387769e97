/** The names by which sources lend their files to others (`ref`, A5), checked as Argo CD checks them. */
import type { ApplicationSource } from '../../api/application/fields.ts';

const NAME = /^[a-zA-Z0-9_-]+$/;

/** What stands against the names, in Argo CD's words; undefined: nothing. */
export function referenceProblem(sources: readonly ApplicationSource[]): string | undefined {
  const seen = new Set<string>();
  for (const { ref } of sources) {
    if (!ref) continue;
    if (!NAME.test(ref)) return `sources.ref ${ref} cannot contain any special characters except '_' and '-'`;
    if (seen.has(ref)) return 'invalid sources: multiple sources had the same `ref` key';
    seen.add(ref);
  }
  return undefined;
}
