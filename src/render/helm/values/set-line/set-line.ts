/**
 * The grammar of `--set` and its sisters: `a.b=c,d[0].e=f`, `{x,y}` for lists, a backslash before what shall not mean
 * anything. `--set-literal` takes everything behind the first `=` as it is. Values that are there are changed.
 */

import { parseJson } from '../../../../base/json/parse.ts';
import { quote, quoteCharacter } from '../../../../lang/go-value/index.ts';
import { fromJson, type HelmValue, isTable, type Table } from '../table.ts';
import { jsonPrefix } from './json-prefix.ts';
import { parseIndex, withItem } from './list-index.ts';
import { Scanner } from './scanner.ts';
import { notOfType, SetFault } from './set-fault.ts';
import { typedValue } from './typed-value.ts';

/** How the words behind `=` become values; `read-file` gives the content of the file that a word names. */
export type SetStyle =
  | { readonly kind: 'typed' | 'string' | 'json' | 'literal' }
  | { readonly kind: 'file'; readonly read: (path: string) => string };

const MAX_LEVEL = 30;
const SPACE = /\s|\u0085/;

/** Sets what the text says. Throws SetFault with Helm's words. */
export function applySetLine(text: string, values: Table, { style, helm }: { style: SetStyle; helm: 3 | 4 }): void {
  const line = new SetLine(text, style, helm);
  while (line.key(values, 0) === 'more');
}

/** Whether another key may follow; the end is met inside a key as well as behind it. */
type Progress = 'more' | 'end';

class SetLine {
  readonly #scanner: Scanner;
  readonly #style: SetStyle;
  readonly #literal: boolean;

  readonly #helm: 3 | 4;

  constructor(text: string, style: SetStyle, helm: 3 | 4) {
    this.#scanner = new Scanner(text);
    this.#style = style;
    this.#helm = helm;
    this.#literal = style.kind === 'literal';
  }

  key(into: Table, level: number): Progress {
    const { text: name, stop } = this.#until(this.#literal ? '=[.' : '=[,.');
    switch (stop) {
      case '[':
        return this.#indexed(into, name, level);
      case '=':
        return this.#assigned(into, name);
      case '.':
        return this.#nested(into, name, level + 1);
      case ',':
        throw new SetFault(`key ${quote(name)} has no value (cannot end with ,)`);
      default:
        if (name === '') return 'end';
        throw new SetFault(`key ${quote(name)} has no value`);
    }
  }

  #until(stops: string): { readonly text: string; readonly stop: string | undefined } {
    return this.#scanner.until(stops, { literal: this.#literal });
  }

  #indexed(into: Table, name: string, level: number): Progress {
    const index = this.#index();
    if (index === undefined) return 'end';
    const found = into.get(name);
    if (found !== undefined && !Array.isArray(found)) throw notOfType(found, 'list');
    const { list, progress } = this.#item(found ?? [], index, level);
    put(into, name, list);
    return progress;
  }

  /** Undefined at the end of the text, which Helm 4 takes for the end of everything. */
  #index(): number | undefined {
    const { text, stop } = this.#until(']');
    if (stop !== undefined) return parseIndex(text);
    if (this.#helm === 4) return undefined;
    throw new SetFault('error parsing index: EOF');
  }

  #assigned(into: Table, name: string): Progress {
    const { value, progress } = this.#value();
    put(into, name, value);
    return progress;
  }

  #nested(into: Table, name: string, level: number): Progress {
    if (level > MAX_LEVEL) {
      throw new SetFault(`value name nested level is greater than maximum supported nested level of ${MAX_LEVEL}`);
    }
    const found = into.get(name);
    if (found !== undefined && !isTable(found)) throw notOfType(found, 'map');
    const inner: Table = found ?? new Map();
    const progress = this.key(inner, level);
    if (progress === 'more' && inner.size === 0) throw new SetFault(`key map ${quote(name)} has no value`);
    if (inner.size > 0) put(into, name, inner);
    return progress;
  }

  #item(list: HelmValue[], index: number, level: number): { list: HelmValue[]; progress: Progress } {
    if (index < 0) throw new SetFault(`negative ${index} index not allowed`);
    const { text, stop } = this.#until('[.=');
    if (text !== '') throw new SetFault(`unexpected data at end of array index: ${quotedRunes(text)}`);
    if (stop === undefined) return { list, progress: 'end' };
    if (stop === '=') return { list: withItem(list, index, this.#value().value), progress: 'more' };
    if (stop === '[') return this.#innerItem(list, index, level);
    return this.#itemKey(list, index, level);
  }

  #innerItem(list: HelmValue[], index: number, level: number): { list: HelmValue[]; progress: Progress } {
    const nextIndex = this.#index();
    if (nextIndex === undefined) return { list, progress: 'end' };
    const found = list[index] ?? null;
    if (found !== null && !Array.isArray(found)) throw notOfType(found, 'list');
    const inner = this.#item(found ?? [], nextIndex, level);
    if (inner.progress === 'end') return { list, progress: 'end' };
    return { list: withItem(list, index, inner.list), progress: 'more' };
  }

  #itemKey(list: HelmValue[], index: number, level: number): { list: HelmValue[]; progress: Progress } {
    const found = list[index];
    const inner: Table = isTable(found) ? found : new Map();
    if (found !== undefined && !isTable(found)) list[index] = inner;
    if (this.key(inner, level) === 'end') return { list, progress: 'end' };
    return { list: withItem(list, index, inner), progress: 'more' };
  }

  #value(): { value: HelmValue; progress: Progress } {
    if (this.#literal) return { value: this.#until('').text, progress: 'more' };
    if (this.#style.kind === 'json') return { value: this.#jsonValue(), progress: 'more' };
    const next = this.#scanner.peek();
    if (next === undefined) return { value: '', progress: 'end' };
    if (next === '{') return { value: this.#list(), progress: 'more' };
    return { value: this.#word(this.#until(',').text), progress: 'more' };
  }

  #word(text: string): HelmValue {
    if (this.#style.kind === 'file') return this.#style.read(text);
    return this.#style.kind === 'typed' ? typedValue(text) : text;
  }

  #list(): HelmValue[] {
    this.#scanner.next();
    const list: HelmValue[] = [];
    for (;;) {
      const { text, stop } = this.#until(',}');
      if (stop === undefined) throw new SetFault("list must terminate with '}'");
      list.push(this.#word(text));
      if (stop === ',') continue;
      if (this.#scanner.peek() === ',') this.#scanner.next();
      return list;
    }
  }

  #jsonValue(): HelmValue {
    if (this.#isBlank()) return null;
    const text = jsonPrefix(this.#scanner.rest);
    if (text === undefined) throw new SetFault('invalid JSON');
    const value = fromJson(parseJson(text));
    this.#scanner.skip(text);
    this.#isBlank();
    return value;
  }

  /** Passes over space and one comma; true where nothing else came before the comma or the end. */
  #isBlank(): boolean {
    for (;;) {
      const next = this.#scanner.peek();
      if (next === undefined) return true;
      if (next !== ',' && !SPACE.test(next)) return false;
      this.#scanner.next();
      if (next === ',') return true;
    }
  }
}

/** Go prints the text character by character here. */
function quotedRunes(text: string): string {
  return `[${[...text].map((character) => quoteCharacter(character)).join(' ')}]`;
}

/** An empty key is passed over. */
function put(into: Table, key: string, value: HelmValue): void {
  if (key !== '') into.set(key, value);
}
