/** Values as TOML, by the layout of BurntSushi/toml 1.6: plain fields before tables, two spaces for each level. */
import {
  type Budget,
  displayText,
  GoError,
  GoInt,
  GoMap,
  GoNil,
  GoPointer,
  GoStruct,
  type GoValue,
  kindOf,
  typeOf,
} from '../../go-value/index.ts';
import { timeIn } from '../dates/time-value.ts';
import { itemsOf } from '../items.ts';
import { tomlTime } from './toml-time.ts';

/** Fails with GoError where TOML cannot say it: nil in lists, tables without a name. */
export function tomlText(value: GoValue, budget: Budget): string {
  if (value === null) throw new GoError('reflect: call of reflect.Value.Type on zero Value');
  const writer = new TomlWriter(budget);
  writer.write([], direct(value));
  return writer.text;
}

type Key = readonly string[];
type Kind = 'table' | 'tables' | 'plain' | 'nil';

function direct(value: GoValue): GoValue {
  return value instanceof GoPointer && !hasOwnText(value) ? direct(value.target) : value;
}

/** Types that write themselves: times and versions. */
function hasOwnText(value: GoValue): boolean {
  const type = typeOf(value);
  return type?.json !== undefined || type?.elem?.json !== undefined;
}

function kindIn(value: GoValue, budget: Budget, key?: Key): Kind {
  budget.step();
  if (value === null || value instanceof GoNil) return 'nil';
  if (hasOwnText(value)) return 'plain';
  if (value instanceof GoMap || value instanceof GoStruct) return 'table';
  const items = itemsOf(value);
  if (items === undefined) {
    if (['func', 'chan', 'complex128'].includes(kindOf(value))) {
      const of = key === undefined ? 'unsupported type' : `unsupported type for key '${key.map(quoteKey).join('.')}'`;
      throw new GoError(`${of}: ${kindOf(value)}`);
    }
    return 'plain';
  }
  const kinds = items.map((item) => kindIn(direct(item), budget));
  if (kinds.includes('nil')) throw new GoError('toml: cannot encode array with nil element');
  return kinds.length > 0 && kinds.every((kind) => kind === 'table') ? 'tables' : 'plain';
}

function fieldsOf(value: GoValue): readonly (readonly [string, GoValue])[] {
  if (value instanceof GoMap) return value.sortedKeys().map((key) => [key, direct(value.get(key) ?? null)] as const);
  if (!(value instanceof GoStruct)) return [];
  const fields = value.type.fields ?? [];
  const shown = fields.map((field, index) => [field.name, direct(value.fields[index] ?? null)] as const);
  return shown.filter(([name]) => /^\p{Lu}/u.test(name));
}

class TomlWriter {
  text = '';
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  write(key: Key, value: GoValue): void {
    // The document itself may be a nil list, but nothing at all.
    if (key.length === 0 && itemsOf(value)?.length === 0) {
      this.#element(value);
      return;
    }
    const kind = kindIn(value, this.#budget, key);
    if (kind === 'nil') return;
    if (kind === 'table') this.#table(key, value);
    else if (kind === 'tables') this.#tables(key, itemsOf(value) ?? []);
    else this.#plain(key, value);
  }

  #plain(key: Key, value: GoValue): void {
    if (key.length > 0) this.#put(`${indent(key)}${quoteKey(key.at(-1) ?? '')} = `);
    this.#element(value);
    if (key.length > 0) this.#put('\n');
  }

  #table(key: Key, value: GoValue): void {
    if (key.length === 1) this.#gap();
    if (key.length > 0) this.#put(`${indent(key)}[${key.map(quoteKey).join('.')}]\n`);
    this.#fields(key, value);
  }

  #tables(key: Key, items: readonly GoValue[]): void {
    if (key.length === 0) throw new GoError('toml: top-level values must be Go maps or structs');
    for (const item of items) {
      this.#gap();
      this.#put(`${indent(key)}[[${key.map(quoteKey).join('.')}]]\n`);
      this.#fields(key, direct(item));
    }
  }

  #fields(key: Key, value: GoValue): void {
    for (const [name, item] of inOrder(fieldsOf(value), this.#budget).flat()) this.write([...key, name], item);
  }

  /** A line between tables, but none at the top. */
  #gap(): void {
    if (this.text !== '') this.#put('\n');
  }

  #put(text: string): void {
    this.#budget.take(text.length);
    this.text += text;
  }

  #element(value: GoValue): void {
    const items = hasOwnText(value) ? undefined : itemsOf(value);
    if (items !== undefined) {
      this.#put('[');
      for (const [index, item] of items.entries()) {
        if (index > 0) this.#put(', ');
        this.#element(direct(item));
      }
      this.#put(']');
    } else if (!hasOwnText(value) && (value instanceof GoMap || value instanceof GoStruct)) this.#inline(value);
    else this.#put(scalar(value));
  }

  /** Commas are set by place, also beside fields that are nil and left out. */
  #inline(value: GoValue): void {
    const [plain, tables] = inOrder(fieldsOf(value), this.#budget);
    this.#put('{');
    for (const [list, isLast] of [[plain, tables.length === 0] as const, [tables, true] as const]) {
      for (const [index, [name, item]] of list.entries()) {
        if (kindIn(item, this.#budget) === 'nil') continue;
        this.#put(`${quoteKey(name)} = `);
        this.#element(item);
        if (!isLast || index !== list.length - 1) this.#put(', ');
      }
    }
    this.#put('}');
  }
}

type Fields = readonly (readonly [string, GoValue])[];

/** Plain fields, then tables. */
function inOrder(fields: Fields, budget: Budget): readonly [Fields, Fields] {
  const isTable = (value: GoValue) => ['table', 'tables'].includes(kindIn(value, budget));
  return [fields.filter(([, value]) => !isTable(value)), fields.filter(([, value]) => isTable(value))];
}

function indent(key: Key): string {
  return '  '.repeat(key.length - 1);
}

function quoteKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoteToml(key);
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

function quoteToml(text: string): string {
  const escaped = text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function scalar(value: GoValue): string {
  const time = timeIn(value);
  if (time !== undefined) return tomlTime(time);
  if (hasOwnText(value) || typeof value === 'string') return quoteToml(displayText(value));
  if (typeof value === 'boolean' || value instanceof GoInt) return displayText(value);
  return floatText(displayText(value));
}

/** A float has a point or an exponent; what is not finite is written small. */
function floatText(text: string): string {
  if (/Inf|NaN/.test(text)) return text.replace('+', '').toLowerCase();
  return /[.e]/.test(text) ? text : `${text}.0`;
}
