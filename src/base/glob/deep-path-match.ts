/** Path patterns in which a segment `**` stands for any number of folders, none included; else as Go's filepath.Match. */
import { matchPath } from './path-match.ts';

/** Whether the whole path matches. What is malformed matches nothing. Quadratic at worst in the number of segments. */
export function matchesDeepPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  let reached: ReadonlySet<number> = new Set([0]);
  for (const segment of wanted) {
    const next = new Set<number>();
    for (const at of reached) {
      if (segment === '**') for (let to = at; to <= given.length; to++) next.add(to);
      else if (at < given.length && matchPath(segment, given[at] ?? '') === 'match') next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(given.length);
}
