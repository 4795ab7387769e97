/** Rules by which a plugin finds its folders: patterns of files, from the source's folder on, as Argo CD's sidecars read them. */
import type { PluginDiscover } from '../../api/config-management-plugin/fields.ts';
import { AppError } from '../../base/errors.ts';
import { matchesDeepPath } from '../../base/glob/deep-path-match.ts';
import { matchPath } from '../../base/glob/path-match.ts';
import type { PluginInput } from '../../ports/plugins.ts';

/**
 * Whether a file or folder matches `fileName` (Go's filepath.Match), or else `find.glob` (also `**` and `{a,b}`). What lies
 * outside of the source's tree matches nothing. Throws `plugin.failed` (user) for what is no pattern.
 */
export async function hasFile({ files, folder }: PluginInput, { fileName, find }: PluginDiscover): Promise<boolean> {
  const place = placeOf(folder, fileName || find?.glob || '');
  if (place === undefined) return false;
  const { above, pattern } = place;
  if (fileName && matchPath(pattern, '') === 'malformed') throw malformed(fileName);
  if (pattern === '') return true;
  const alternatives = fileName ? [] : braced(pattern);
  const prefix = above === '' ? '' : `${above}/`;
  for await (const { path } of files.entries()) {
    if (!path.startsWith(prefix)) continue;
    const inside = path.slice(prefix.length);
    if (fileName ? matchPath(pattern, inside) === 'match' : alternatives.some((one) => matchesDeepPath(one, inside))) {
      return true;
    }
  }
  return false;
}

interface Place {
  /** The folder in which the pattern begins. */
  readonly above: string;
  readonly pattern: string;
}

/** Undefined where it leads out of the tree. */
function placeOf(folder: string, written: string): Place | undefined {
  const above = folder === '' ? [] : folder.split('/');
  const parts: string[] = [];
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined && above.pop() === undefined) return undefined;
  }
  return { above: above.join('/'), pattern: parts.join('/') };
}

/** As many patterns at most. */
const MOST_ALTERNATIVES = 1000;

/** `a.{b,c}` as `a.b` and `a.c`. */
function braced(pattern: string): readonly string[] {
  let found: readonly string[] = [pattern];
  for (;;) {
    const next = found.flatMap((one) => {
      const [whole, inner = ''] = /\{([^{}]*)\}/.exec(one) ?? [];
      return whole === undefined ? [one] : inner.split(',').map((word) => one.replace(whole, () => word));
    });
    if (next.length > MOST_ALTERNATIVES || next.every((one, at) => one === found[at])) return found;
    found = next;
  }
}

function malformed(pattern: string): AppError {
  const message = `error finding filename match for pattern ${JSON.stringify(pattern)}: syntax error in pattern`;
  return new AppError({ code: 'plugin.failed', kind: 'user', message });
}
