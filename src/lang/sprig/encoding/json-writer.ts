/** Go's `encoding/json`: the text of a value, keys in the order of their bytes. */
import {
  type Budget,
  GoBytes,
  type GoComplex,
  GoError,
  type GoFunc,
  GoInt,
  GoMap,
  GoNil,
  GoPointer,
  GoScalar,
  GoSlice,
  GoStruct,
  type GoValue,
  isArray,
  isTrue,
  typeName,
  typeOf,
} from '../../go-value/index.ts';

export interface JsonStyle {
  /** Whether `<`, `>` and `&` are escaped, as Go does by default. */
  readonly escapesHtml: boolean;
  /** Whether it goes over several lines, with two spaces for each level. */
  readonly isIndented?: boolean;
}

/** Fails with Go's text for what JSON cannot say: NaN, infinities, functions, complex numbers. */
export function jsonText(value: GoValue, style: JsonStyle, budget: Budget): string {
  return new JsonWriter(style, budget).write(value, 0);
}

/** Deeper than this is a loop: a map that was put into itself. */
const DEEPEST = 1000;

class JsonWriter {
  readonly #style: JsonStyle;
  readonly #budget: Budget;

  constructor(style: JsonStyle, budget: Budget) {
    this.#style = style;
    this.#budget = budget;
  }

  write(value: GoValue, depth: number): string {
    this.#budget.step();
    if (value === null || value instanceof GoNil) return 'null';
    if (typeof value === 'string') return this.#string(value);
    if (typeof value === 'number') return this.#take(floatJson(value));
    if (typeof value === 'boolean') return this.#take(`${value}`);
    const own = typeOf(value)?.json;
    if (own !== undefined) return this.#take(own(value));
    if (depth > DEEPEST) throw new GoError(`json: unsupported value: encountered a cycle via ${typeName(value)}`);
    if (isArray(value)) return this.#list(value, depth);
    if (value instanceof GoMap) return this.#map(value, depth);
    if (value instanceof GoSlice) return this.#list(value.items, depth);
    if (value instanceof GoStruct) return this.#struct(value, depth);
    if (value instanceof GoPointer) return this.write(value.target, depth);
    return this.#leaf(value);
  }

  #leaf(value: GoInt | GoScalar | GoComplex | GoBytes | GoFunc): string {
    if (value instanceof GoInt) return this.#take(`${value.value}`);
    if (value instanceof GoScalar) {
      if (value.type.name === 'json.Number') return this.#take(String(value.value) || '0');
      return this.write(value.value, 0);
    }
    if (value instanceof GoBytes) return this.#take(`"${Buffer.from(value.bytes).toString('base64')}"`);
    throw new GoError(`json: unsupported type: ${typeName(value)}`);
  }

  #string(text: string): string {
    return this.#take(quoteJson(text, this.#style.escapesHtml));
  }

  #take(text: string): string {
    this.#budget.take(text.length);
    return text;
  }

  #list(items: readonly GoValue[], depth: number): string {
    return this.#bracket(
      ['[', ']'],
      items.map((item) => this.write(item, depth + 1)),
      depth,
    );
  }

  #map(map: GoMap, depth: number): string {
    const fields = map.sortedKeys().map((key) => this.#field(key, map.get(key) ?? null, depth));
    return this.#bracket(['{', '}'], fields, depth);
  }

  #struct(struct: GoStruct, depth: number): string {
    const fields: string[] = [];
    for (const [index, field] of (struct.type.fields ?? []).entries()) {
      const value = struct.fields[index] ?? null;
      const isHidden = field.json === '-' || !/^\p{Lu}/u.test(field.name);
      if (isHidden || (field.omitsEmpty && !(value instanceof GoStruct) && !isTrue(value))) continue;
      fields.push(this.#field(field.json ?? field.name, value, depth));
    }
    return this.#bracket(['{', '}'], fields, depth);
  }

  #field(key: string, value: GoValue, depth: number): string {
    return `${this.#string(key)}:${this.#style.isIndented ? ' ' : ''}${this.write(value, depth + 1)}`;
  }

  #bracket([open, close]: readonly [string, string], parts: readonly string[], depth: number): string {
    if (!this.#style.isIndented || parts.length === 0) return `${open}${parts.join(',')}${close}`;
    const pad = '  '.repeat(depth);
    this.#budget.take((parts.length + 1) * (pad.length + 3));
    return `${open}\n${parts.map((part) => `${pad}  ${part}`).join(',\n')}\n${pad}${close}`;
  }
}

function floatJson(value: number): string {
  if (!Number.isFinite(value)) throw new GoError(`json: unsupported value: ${infinityText(value)}`);
  return Object.is(value, -0) ? '-0' : String(value);
}

function infinityText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const SPECIAL =
  /["\\\u0000-\u001f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SPECIAL_OR_HTML =
  /["\\<>&\u0000-\u001f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A JSON string; bytes that are no text become U+FFFD. */
export function quoteJson(text: string, escapesHtml: boolean): string {
  return `"${text.replace(escapesHtml ? SPECIAL_OR_HTML : SPECIAL, escapeJson)}"`;
}

function escapeJson(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  return character >= '\ud800' ? '\\ufffd' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
