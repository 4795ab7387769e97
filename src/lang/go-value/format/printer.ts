/** Values under verbs, as Go's fmt prints them. */
import type { Meter } from '../budget.ts';
import { decodeText } from '../byte-text.ts';
import { GoMap } from '../go-map.ts';
import { type GoKind, type GoType, sameType, UINT8 } from '../go-type.ts';
import {
  GoBytes,
  GoComplex,
  GoInt,
  GoNil,
  GoPointer,
  GoScalar,
  GoSlice,
  GoStruct,
  type GoValue,
  isArray,
} from '../go-value.ts';
import { ownText } from '../own-text.ts';
import type { FloatVerb } from '../text/format-float.ts';
import { kindOf, typeName } from '../type-of.ts';
import { type Flags, noFlags, padded } from './flags.ts';
import { characterText, floatUnderFlags, integerText, quotedCharacterText, unicodeText } from './format-number.ts';
import { hexText, plainText, quotedText } from './format-text.ts';

/** Go prints addresses, which no two runs share; this one stands for all. */
const ADDRESS = 0xc000012345n;
const STRING_VERBS = 'vsxXq';
const FLOAT_VERBS = 'vbgGxXfFeE';

/** Plain values have no methods. */
function hasType(value: GoValue): boolean {
  return typeof value === 'object' && !isArray(value);
}

/** Prints values, each under the flags that are set at the moment. Shared parts count every time they are printed. */
export class Printer {
  flags: Flags = noFlags();
  readonly #meter: Meter | undefined;
  #erroring = false;

  constructor(meter?: Meter) {
    this.#meter = meter;
  }

  /** A value that stands alone: an argument. */
  argument(value: GoValue, verb: string): string {
    if (value === null) {
      if (verb === 'T' || verb === 'v') return padded(this.flags, '<nil>');
      return `%!${verb}(<nil>)`;
    }
    if (verb === 'T') return plainText(this.flags, typeName(value));
    if (verb === 'p') return this.#pointer(value, 'p');
    if (value instanceof GoBytes && value.type.name === '[]uint8') return this.#bytes(value, verb, '[]byte');
    return this.#withMethods(value, verb) ?? this.#value(value, verb, 0);
  }

  /** `Error()` or `String()` of values that have them. */
  #withMethods(value: GoValue, verb: string): string | undefined {
    if (this.#erroring) return undefined;
    if (verb === 'w') return this.#badVerb(value, verb);
    if (this.flags.sharpV || !STRING_VERBS.includes(verb) || !hasType(value)) return undefined;
    const text = ownText(value);
    if (text === undefined) return undefined;
    return value instanceof GoNil ? text : this.#string(value, text, verb);
  }

  #nested(value: GoValue, staticType: GoType | undefined, verb: string): string {
    this.#meter?.step();
    if (value === null) return this.flags.sharpV ? `${staticType?.name ?? 'interface {}'}(nil)` : '<nil>';
    return this.#withMethods(value, verb) ?? this.#value(value, verb, 1);
  }

  #badVerb(value: GoValue, verb: string): string {
    this.#erroring = true;
    const shown = this.argument(value, 'v');
    this.#erroring = false;
    return `%!${verb}(${typeName(value)}=${shown})`;
  }

  #value(value: GoValue, verb: string, depth: number): string {
    switch (typeof value) {
      case 'string':
        return this.#string(value, value, verb);
      case 'number':
        return this.#float(value, value, verb);
      case 'boolean':
        return verb === 't' || verb === 'v' ? padded(this.flags, String(value)) : this.#badVerb(value, verb);
    }
    if (value instanceof GoInt) return this.#integer(value, verb);
    if (value instanceof GoScalar) return this.#scalar(value, verb, depth);
    if (value instanceof GoMap) return this.#map(value, verb);
    if (value instanceof GoComplex) return this.#complex(value, verb);
    if (value instanceof GoBytes) return this.#byteSlice(value, verb);
    if (value instanceof GoStruct) return this.#struct(value, verb);
    if (value instanceof GoPointer) return this.#target(value, verb, depth);
    if (value instanceof GoNil) return this.#nil(value, verb);
    if (isArray(value)) return this.#list(value, '[]interface {}', undefined, verb);
    if (value instanceof GoSlice) return this.#list(value.items, value.type.name, value.type.elem, verb);
    return this.#pointer(value, verb);
  }

  #string(value: GoValue, text: string, verb: string): string {
    this.#meter?.take(text.length);
    switch (verb) {
      case 'v':
        return this.flags.sharpV ? quotedText(this.flags, text) : plainText(this.flags, text);
      case 's':
        return plainText(this.flags, text);
      case 'q':
        return quotedText(this.flags, text);
      case 'x':
      case 'X':
        return hexText(this.flags, text, verb);
      default:
        return this.#badVerb(value, verb);
    }
  }

  #integer(value: GoInt, verb: string): string {
    const flags = this.flags;
    const { value: number } = value;
    switch (verb) {
      case 'v':
        if (flags.sharpV && value.type.kind.startsWith('u')) return this.#withSharp(number);
        return integerText(flags, number, { base: 10, verb });
      case 'd':
        return integerText(flags, number, { base: 10, verb });
      case 'b':
        return integerText(flags, number, { base: 2, verb });
      case 'o':
      case 'O':
        return integerText(flags, number, { base: 8, verb });
      case 'x':
      case 'X':
        return integerText(flags, number, { base: 16, verb });
      case 'c':
        return characterText(flags, number);
      case 'q':
        return quotedCharacterText(flags, number);
      case 'U':
        return unicodeText(flags, number);
      default:
        return this.#badVerb(value, verb);
    }
  }

  #withSharp(number: bigint): string {
    return integerText({ ...this.flags, sharp: true }, number, { base: 16, verb: 'v' });
  }

  #scalar(scalar: GoScalar, verb: string, depth: number): string {
    const { value, type } = scalar;
    if (typeof value === 'string') return this.#string(scalar, value, verb);
    if (typeof value === 'number') return this.#float(scalar, value, verb, type.kind === 'float32' ? 32 : 64);
    return verb === 't' || verb === 'v' ? this.#value(value, verb, depth) : this.#badVerb(scalar, verb);
  }

  #float(value: GoValue, number: number, verb: string, bits: 32 | 64 = 64): string {
    if (!FLOAT_VERBS.includes(verb)) return this.#badVerb(value, verb);
    return this.#floatPart(number, verb, bits);
  }

  #floatPart(number: number, verb: string, bits: 32 | 64): string {
    const precision = 'feEF'.includes(verb) ? 6 : -1;
    return floatUnderFlags(this.flags, number, { verb: floatVerb(verb), precision, bits });
  }

  #complex(value: GoComplex, verb: string): string {
    if (!FLOAT_VERBS.includes(verb)) return this.#badVerb(value, verb);
    const bits = value.type.kind === 'complex64' ? 32 : 64;
    const real = this.#floatPart(value.real, verb, bits);
    const { plus } = this.flags;
    this.flags.plus = true;
    const imaginary = this.#floatPart(value.imaginary, verb, bits);
    this.flags.plus = plus;
    return `(${real}${imaginary}i)`;
  }

  #bytes(value: GoBytes, verb: string, name: string): string {
    const { bytes } = value;
    switch (verb) {
      case 'v':
      case 'd':
        if (this.flags.sharpV) return `${name}{${Array.from(bytes, (b) => this.#withSharp(BigInt(b))).join(', ')}}`;
        return `[${Array.from(bytes, (b) => integerText(this.flags, BigInt(b), { base: 10, verb })).join(' ')}]`;
      case 's':
        return plainText(this.flags, decodeText(bytes));
      case 'x':
      case 'X':
        return hexText(this.flags, bytes, verb);
      case 'q':
        return quotedText(this.flags, decodeText(bytes));
      default:
        return this.#byteSlice(value, verb);
    }
  }

  #byteSlice(value: GoBytes, verb: string): string {
    if ('sqxX'.includes(verb)) return this.#bytes(value, verb, value.type.name);
    const items = Array.from(value.bytes, (byte) => new GoInt(UINT8, BigInt(byte)));
    return this.#list(items, value.type.name, UINT8, verb);
  }

  #list(items: readonly GoValue[], name: string, elem: GoType | undefined, verb: string): string {
    const shown = items.map((item) => this.#nested(item, elem, verb));
    return this.flags.sharpV ? `${name}{${shown.join(', ')}}` : `[${shown.join(' ')}]`;
  }

  #map(value: GoMap, verb: string): string {
    const { key: keyType, elem } = value.type;
    const shown = value.sortedKeys().map((key) => {
      const item = value.get(key);
      const keyValue = keyType && keyType.name !== 'string' ? new GoScalar(keyType, key) : key;
      return `${this.#nested(keyValue, keyType, verb)}:${this.#nested(item ?? null, elem, verb)}`;
    });
    return this.flags.sharpV ? `${value.type.name}{${shown.join(', ')}}` : `map[${shown.join(' ')}]`;
  }

  #struct(value: GoStruct, verb: string): string {
    const { sharpV, plusV } = this.flags;
    const shown = value.fields.map((field, index) => {
      const declared = value.type.fields?.[index];
      const name = (sharpV || plusV) && declared ? `${declared.name}:` : '';
      return name + this.#nested(field, declared?.type, verb);
    });
    return sharpV ? `${value.type.name}{${shown.join(', ')}}` : `{${shown.join(' ')}}`;
  }

  #target(value: GoPointer, verb: string, depth: number): string {
    const kind = kindOf(value.target);
    const isShown = kind === 'array' || kind === 'slice' || kind === 'struct' || kind === 'map';
    if (depth > 0 || !isShown) return this.#pointer(value, verb);
    return `&${this.#nested(value.target, value.type.elem, verb)}`;
  }

  #nil(value: GoNil, verb: string): string {
    const { sharpV } = this.flags;
    const { kind, name, elem } = value.type;
    if (kind === 'map') return sharpV ? `${name}(nil)` : 'map[]';
    if (kind !== 'slice') return this.#pointer(value, verb);
    const isText = elem !== undefined && sameType(elem, UINT8) && 'sqxX'.includes(verb);
    if (isText) return this.#string(value, '', verb);
    return sharpV ? `${name}(nil)` : '[]';
  }

  #pointer(value: GoValue, verb: string): string {
    if (!POINTER_KINDS.includes(kindOf(value))) return this.#badVerb(value, verb);
    const address = value instanceof GoNil ? 0n : ADDRESS;
    if (verb === 'v') {
      if (this.flags.sharpV) return `(${typeName(value)})(${address === 0n ? 'nil' : this.#withSharp(address)})`;
      if (address === 0n) return padded(this.flags, '<nil>');
    }
    if (verb === 'v' || verb === 'p') {
      return integerText({ ...this.flags, sharp: !this.flags.sharp }, address, { base: 16, verb: 'v' });
    }
    const base = ({ b: 2, o: 8, d: 10, x: 16, X: 16 } as const)[verb];
    return base === undefined ? this.#badVerb(value, verb) : integerText(this.flags, address, { base, verb });
  }
}

const POINTER_KINDS: readonly GoKind[] = ['chan', 'func', 'map', 'ptr', 'slice'];

function floatVerb(verb: string): FloatVerb {
  switch (verb) {
    case 'F':
      return 'f';
    case 'b':
    case 'G':
    case 'x':
    case 'X':
    case 'f':
    case 'e':
    case 'E':
      return verb;
    default:
      return 'g';
  }
}
