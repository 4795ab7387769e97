/** The tree of a document → JSON, as sigs.k8s.io/yaml converts what yaml.v2 has read. */
import type { Json } from '../../../base/json-value.ts';
import { compareBytes } from '../../go-value/index.ts';
import { type DecodeLimits, Decoder, type ValueMaker } from './decode.ts';
import { goSyntax, keyText, typeOfKey } from './go-syntax.ts';
import type { Node } from './node.ts';
import type { Resolved } from './resolve.ts';
import { TYPED_VALUES, type TypedMap, type TypedValue } from './typed-value.ts';

/** Something that YAML can say and JSON cannot. The message is complete. */
export class UnsupportedValue extends Error {
  override readonly name = 'UnsupportedValue';
}

/** Throws YamlSyntaxFault, ExcessiveAliasing and UnsupportedValue. */
export function decodeJson(root: Node, limits: DecodeLimits): Json {
  if (limits.isStrict) return jsonOf(new Decoder(TYPED_VALUES, limits).document(root));
  const maker = new JsonMaker();
  const json = new Decoder<Json, Record<string, Json>>(maker, limits).document(root);
  // What is wrong with it needs the types that are gone by now.
  return maker.isUnsupported ? jsonOf(new Decoder(TYPED_VALUES, limits).document(root)) : json;
}

class JsonMaker implements ValueMaker<Json, Record<string, Json>> {
  isUnsupported = false;

  scalar(value: Resolved): Json {
    if (value.kind === 'null') return null;
    if (value.kind === 'float' && !Number.isFinite(value.value)) this.isUnsupported = true;
    return typeof value.value === 'string' ? value.value.toWellFormed() : value.value;
  }

  list(items: readonly Json[]): Json {
    return items;
  }

  map(): Record<string, Json> {
    return {};
  }

  put(map: Record<string, Json>, key: Resolved, value: Json): void {
    const name = keyText(key);
    if (name === undefined) this.isUnsupported = true;
    else if (name === '__proto__')
      Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });
    else map[name] = value;
  }

  has(): boolean {
    return false;
  }
}

/** Keys are looked at first, numbers only when the whole value is written. */
function jsonOf(value: TypedValue): Json {
  const json = convert(value);
  const broken = firstNotFinite(value);
  if (broken !== undefined) throw new UnsupportedValue(`json: unsupported value: ${notFiniteText(broken)}`);
  return json;
}

function convert(value: TypedValue): Json {
  if (value.kind === 'leaf') return new JsonMaker().scalar(value.value);
  if (value.kind === 'list') return value.items.map(convert);
  const entries = [...value.entries.values()].map(({ key, value: item }): [string, Json] => {
    const name = keyText(key);
    if (name !== undefined) return [name, convert(item)];
    const what = `key: ${goSyntax({ kind: 'leaf', value: key })}, value: ${goSyntax(item)}`;
    throw new UnsupportedValue(`unsupported map key of type: ${typeOfKey(key)}, ${what}`);
  });
  return Object.fromEntries(entries);
}

/** In the order of JSON: by keys. */
function firstNotFinite(value: TypedValue): number | undefined {
  if (value.kind === 'leaf') {
    return value.value.kind === 'float' && !Number.isFinite(value.value.value) ? value.value.value : undefined;
  }
  for (const item of value.kind === 'list' ? value.items : sortedValues(value)) {
    const found = firstNotFinite(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sortedValues({ entries }: TypedMap): readonly TypedValue[] {
  const named = [...entries.values()].map(({ key, value }) => ({ name: keyText(key) ?? '', value }));
  return named.sort((a, b) => compareBytes(a.name, b.name)).map(({ value }) => value);
}

function notFiniteText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
