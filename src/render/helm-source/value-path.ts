/**
 * What an entry of `valueFiles` or the path of a file parameter means (A11): a file of the source's own tree, of a source that
 * lends its files, or a URL. Nothing outside of these trees can be named.
 */

import { substitute } from '../build-environment/substitute.ts';
import type { SourceReference } from '../contract.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { joinInside } from '../trace/resolve-path.ts';

export type ValuePath =
  | { readonly kind: 'url'; readonly url: string }
  /** From the root of the tree; `reference` names the other source that it lies in. */
  | { readonly kind: 'path'; readonly path: string; readonly reference: string | undefined };

export interface ValuePlace {
  readonly questions: Questions;
  /** Folder of the chart. */
  readonly folder: string;
  /** Undefined where no source lends files, and a dollar sign begins a build variable. */
  readonly references: readonly SourceReference[] | undefined;
  /** That a URL may have. */
  readonly schemes: readonly string[];
}

/** How Argo CD begins what it says of value files that cannot be found. */
export const VALUE_FILES = 'error resolving helm value files: ';
const VALUE_FILE = 'error resolving value file path: ';
const STEPS = {
  'value-file': { own: `${VALUE_FILES}${VALUE_FILE}`, reference: `${VALUE_FILES}${VALUE_FILE}${VALUE_FILE}` },
  parameter: {
    own: 'error resolving helm value file path: ',
    reference: `error resolving set-file path: ${VALUE_FILE}`,
  },
} as const;

const NO_FILE = 'internal error: failed to resolve path. Check logs for more details';

/** Go's url.Parse takes these for the scheme of a URL. */
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

/**
 * Build variables are put in. Throws `render.path-outside` and `render.value-file` with the words of Argo CD, which tells differently
 * whether a value file is meant or the file of a parameter.
 */
export function valuePath(text: string, place: ValuePlace, what: 'value-file' | 'parameter'): ValuePath {
  const variable = (name: string): string | undefined => place.questions.variable(name);
  const reference = referenceOf(text, place.references);
  if (reference !== undefined) {
    const rest = substitute(text.slice(text.indexOf('/') < 0 ? text.length : text.indexOf('/')), variable);
    const fault = { shown: rest, steps: STEPS[what].reference };
    return { kind: 'path', path: inside('', rest.replace(/^\/+/, ''), fault), reference };
  }
  const path = substitute(text, variable);
  const scheme = SCHEME.exec(path)?.[1];
  const steps = STEPS[what].own;
  if (scheme !== undefined) return remote(path, scheme, { schemes: place.schemes, steps });
  const absolute = path.startsWith('/');
  return {
    kind: 'path',
    path: inside(absolute ? '' : place.folder, path.replace(/^\/+/, ''), { shown: path, steps }),
    reference: undefined,
  };
}

/** The name of the source that `$name/…` means; undefined where the text names none. */
function referenceOf(text: string, references: readonly SourceReference[] | undefined): string | undefined {
  if (!text.startsWith('$') || references === undefined) return undefined;
  const variable = text.split('/')[0] ?? '';
  const found = references.find(({ name }) => `$${name}` === variable);
  if (found === undefined) throw renderFault('render.value-file', unknownReference(variable, references));
  if (!found.isChart) return found.name;
  const message = "source has a 'chart' field defined, but Helm charts are not yet not supported for 'ref' sources";
  throw renderFault('render.value-file', message);
}

function unknownReference(variable: string, references: readonly SourceReference[]): string {
  const named = `source referenced ${JSON.stringify(variable)}`;
  if (references.length === 0) return `${named}, but no source has a 'ref' field defined`;
  const known = references.map(({ name }) => `$${name}`).join(', ');
  return `${named}, which is not one of the available sources (${known})`;
}

interface RemoteOptions {
  readonly schemes: readonly string[];
  /** What Argo CD says before it. */
  readonly steps: string;
}

function remote(url: string, scheme: string, { schemes, steps }: RemoteOptions): ValuePath {
  const allowed = schemes.some((one) => one.toLowerCase() === scheme.toLowerCase());
  if (!allowed) throw renderFault('render.value-file', `${steps}the URL scheme '${scheme}' is not allowed`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // Only what can be fetched at all, whatever the setting says.
  if (parsed?.protocol === 'https:' || parsed?.protocol === 'http:') return { kind: 'url', url };
  throw renderFault('render.value-file', `${steps}the URL scheme '${scheme}' is not allowed`);
}

function inside(
  folder: string,
  path: string,
  { shown, steps }: { readonly shown: string; readonly steps: string },
): string {
  const found = path.includes('\\') || path.includes('\0') ? undefined : joinInside(folder, path);
  // As there: which folder is meant is only told in a log.
  if (found === '') throw renderFault('render.value-file', `${steps}${NO_FILE}`);
  if (found !== undefined) return found;
  throw renderFault('render.path-outside', `${steps}file '${shown}' resolved to outside repository root`);
}
