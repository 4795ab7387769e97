/** Kustomizations on this machine: links are followed, what they lead to is judged by where it really is. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kustomizeFault } from '../../render/kustomize/fault.ts';
import type { ChartReference, KustomizeFiles, Resolved } from '../../render/kustomize/files/files.ts';

/** What a build needs from elsewhere; it is fetched, and the build begun again. */
export class Elsewhere {
  readonly key: string;
  readonly what:
    | { readonly kind: 'file'; readonly url: string }
    | { readonly kind: 'chart'; readonly chart: ChartReference };

  constructor(what: Elsewhere['what']) {
    this.what = what;
    this.key = JSON.stringify(what);
  }
}

/** `fetched` holds what was needed from elsewhere so far; anything further is thrown as `Elsewhere`. */
export function diskKustomizeFiles(options: {
  readonly restrictsToRoot: boolean;
  readonly fetched: ReadonlyMap<string, Uint8Array>;
}): KustomizeFiles {
  const from = (what: Elsewhere['what']): Uint8Array => {
    const elsewhere = new Elsewhere(what);
    const content = options.fetched.get(elsewhere.key);
    if (content === undefined) throw elsewhere;
    return content;
  };
  return {
    restrictsToRoot: options.restrictsToRoot,
    resolve,
    expect: () => undefined,
    content: (path) => readFileSync(`/${path}`),
    list: (path) => new Map(readdirSync(`/${path}`).map((name) => [name, kindOf(resolve(join(path, name)))])),
    remote: (url) => from({ kind: 'file', url }),
    chart: (chart) => from({ kind: 'chart', chart }),
    shown: (path) => `/${path.replace(/^\//, '')}`,
  };
}

function resolve(path: string): Resolved {
  try {
    const real = realpathSync(join('/', path));
    const stat = statSync(real);
    if (!stat.isDirectory() && !stat.isFile()) throw kustomizeFault(`'${real}' is neither a file nor a directory`);
    return { kind: stat.isDirectory() ? 'folder' : 'file', path: real.slice(1) };
  } catch (error) {
    if (isAbsent(error)) return { kind: 'absent' };
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

function kindOf(resolved: Resolved): 'file' | 'folder' | 'irregular' {
  return resolved.kind === 'absent' ? 'irregular' : resolved.kind;
}
