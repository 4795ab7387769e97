/**
 * The values that were given with a release, in Helm's order: files (later over earlier), then all `--set-json`, all `--set`,
 * `--set-string`, `--set-file`, `--set-literal`, whatever their order on the command line.
 */
import { AppError } from '../../../base/errors.ts';
import { tryParseJson } from '../../../base/json/parse.ts';
import { isObject, type Json } from '../../../base/json-value.ts';
import { helmFault } from '../helm-fault.ts';
import { mergeMaps } from './merge-maps.ts';
import { readValues } from './read-values.ts';
import { SetFault } from './set-line/set-fault.ts';
import { applySetLine, type SetStyle } from './set-line/set-line.ts';
import { type Table, tableOf } from './table.ts';

export interface GivenValues {
  /** Each with the name that errors shall bear. */
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  readonly setJson?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setFile?: readonly string[];
  readonly setLiteral?: readonly string[];
  /** The content of a file that `--set-file` names. Throws where there is none. */
  readonly readFile?: (path: string) => string;
}

/** Throws `helm.invalid-values` with Helm's words. */
export function assembleValues(given: GivenValues, helm: 3 | 4): Table {
  let values: Table = new Map();
  for (const { name, text } of given.files ?? []) {
    values = mergeMaps(values, readValues(text, { what: `failed to parse ${name}`, helm }));
  }
  for (const text of given.setJson ?? []) values = withJson(values, text, helm);
  const { readFile = noFiles } = given;
  const lines: readonly [string, readonly string[] | undefined, SetStyle][] = [
    ['set', given.set, { kind: 'typed' }],
    ['set-string', given.setString, { kind: 'string' }],
    ['set-file', given.setFile, { kind: 'file', read: readFile }],
    ['set-literal', given.setLiteral, { kind: 'literal' }],
  ];
  for (const [flag, texts, style] of lines) {
    for (const text of texts ?? []) set(values, text, { flag, style, helm });
  }
  return values;
}

function set(values: Table, text: string, { flag, style, helm }: { flag: string; style: SetStyle; helm: 3 | 4 }): void {
  try {
    applySetLine(text, values, { style, helm });
  } catch (error) {
    // Lists in lists have no limit of Helm's, but the stack has one.
    if (error instanceof RangeError)
      throw helmFault('helm.invalid-values', `failed parsing --${flag} data: nested too deep`);
    if (!(error instanceof SetFault) && !(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-values', `failed parsing --${flag} data: ${error.message}`);
  }
}

/** Since Helm 4 a whole object may be given without a key. */
function withJson(values: Table, text: string, helm: 3 | 4): Table {
  const trimmed = text.trim();
  if (helm === 4 && trimmed.startsWith('{')) {
    const parsed: Json | undefined = tryParseJson(trimmed);
    if (!isObject(parsed)) throw helmFault('helm.invalid-values', `failed parsing --set-json data JSON: ${text}`);
    return mergeMaps(values, tableOf(parsed));
  }
  try {
    applySetLine(text, values, { style: { kind: 'json' }, helm });
    return values;
  } catch (error) {
    if (!(error instanceof SetFault) && !(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-values', `failed parsing --set-json data ${text}`);
  }
}

function noFiles(path: string): string {
  throw helmFault('helm.invalid-values', `open ${path}: no such file or directory`);
}
