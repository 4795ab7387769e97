/** Programs put together at random: arithmetic, texts, objects with inheritance, comprehensions, and the library on anything. */
import fc from 'fast-check';

/** Functions of the library with the kinds of their arguments: `n`umber, `s`tring, `a`rray, `o`bject, `f`unction, `b`oolean, `v`alue. */
const LIBRARY: readonly (readonly [string, string])[] = [
  ['length', 'v'],
  ['type', 'v'],
  ['toString', 'v'],
  ['isString', 'v'],
  ['isNumber', 'v'],
  ['isArray', 'v'],
  ['isObject', 'v'],
  ['abs', 'n'],
  ['sign', 'n'],
  ['max', 'nn'],
  ['min', 'nn'],
  ['clamp', 'nnn'],
  ['floor', 'n'],
  ['ceil', 'n'],
  ['round', 'n'],
  ['pow', 'nn'],
  ['sqrt', 'n'],
  ['exp', 'n'],
  ['log', 'n'],
  ['log2', 'n'],
  ['log10', 'n'],
  ['sin', 'n'],
  ['cos', 'n'],
  ['tan', 'n'],
  ['asin', 'n'],
  ['acos', 'n'],
  ['atan', 'n'],
  ['atan2', 'nn'],
  ['hypot', 'nn'],
  ['mantissa', 'n'],
  ['exponent', 'n'],
  ['modulo', 'nn'],
  ['mod', 'vv'],
  ['isEven', 'n'],
  ['isOdd', 'n'],
  ['isInteger', 'n'],
  ['isDecimal', 'n'],
  ['deg2rad', 'n'],
  ['rad2deg', 'n'],
  ['codepoint', 's'],
  ['char', 'n'],
  ['substr', 'snn'],
  ['findSubstr', 'ss'],
  ['startsWith', 'ss'],
  ['endsWith', 'ss'],
  ['stripChars', 'ss'],
  ['lstripChars', 'ss'],
  ['rstripChars', 'ss'],
  ['split', 'ss'],
  ['splitLimit', 'ssn'],
  ['splitLimitR', 'ssn'],
  ['strReplace', 'sss'],
  ['isEmpty', 's'],
  ['trim', 's'],
  ['equalsIgnoreCase', 'ss'],
  ['asciiUpper', 's'],
  ['asciiLower', 's'],
  ['stringChars', 's'],
  ['format', 'sv'],
  ['escapeStringBash', 'v'],
  ['escapeStringDollars', 'v'],
  ['escapeStringJson', 'v'],
  ['escapeStringPython', 'v'],
  ['escapeStringXML', 'v'],
  ['parseInt', 's'],
  ['parseOctal', 's'],
  ['parseHex', 's'],
  ['parseJson', 's'],
  ['encodeUTF8', 's'],
  ['decodeUTF8', 'a'],
  ['base64', 'v'],
  ['base64Decode', 's'],
  ['base64DecodeBytes', 's'],
  ['md5', 's'],
  ['sha1', 's'],
  ['sha256', 's'],
  ['sha512', 's'],
  ['sha3', 's'],
  ['resolvePath', 'ss'],
  ['get', 'os'],
  ['get', 'osvb'],
  ['objectHas', 'os'],
  ['objectHasAll', 'os'],
  ['objectFields', 'o'],
  ['objectFieldsAll', 'o'],
  ['objectValues', 'o'],
  ['objectValuesAll', 'o'],
  ['objectKeysValues', 'o'],
  ['objectRemoveKey', 'os'],
  ['mapWithKey', 'go'],
  ['mergePatch', 'vv'],
  ['prune', 'v'],
  ['member', 'av'],
  ['count', 'av'],
  ['find', 'va'],
  ['contains', 'av'],
  ['remove', 'av'],
  ['map', 'fa'],
  ['mapWithIndex', 'ga'],
  ['filterMap', 'pfa'],
  ['flatMap', 'fa'],
  ['filter', 'pa'],
  ['foldl', 'gav'],
  ['foldr', 'gav'],
  ['range', 'nn'],
  ['repeat', 'vn'],
  ['slice', 'ann'],
  ['join', 'sa'],
  ['join', 'aa'],
  ['deepJoin', 'a'],
  ['lines', 'a'],
  ['flattenArrays', 'a'],
  ['flattenDeepArray', 'v'],
  ['reverse', 'a'],
  ['sort', 'a'],
  ['sort', 'af'],
  ['uniq', 'a'],
  ['uniq', 'af'],
  ['all', 'a'],
  ['any', 'a'],
  ['sum', 'a'],
  ['avg', 'a'],
  ['minArray', 'a'],
  ['maxArray', 'af'],
  ['set', 'a'],
  ['set', 'af'],
  ['setInter', 'aa'],
  ['setUnion', 'aa'],
  ['setDiff', 'aa'],
  ['setMember', 'va'],
  ['setUnion', 'aaf'],
  ['setInter', 'aaf'],
  ['manifestJson', 'v'],
  ['manifestJsonMinified', 'v'],
  ['manifestJsonEx', 'vs'],
  ['manifestYamlDoc', 'v'],
  ['manifestYamlDoc', 'vbb'],
  ['manifestYamlStream', 'a'],
  ['manifestPython', 'v'],
  ['manifestPythonVars', 'o'],
  ['manifestIni', 'o'],
  ['manifestTomlEx', 'os'],
  ['manifestToml', 'o'],
  ['manifestXmlJsonml', 'a'],
  ['assertEqual', 'vv'],
  ['equals', 'vv'],
  ['primitiveEquals', 'vv'],
  ['xor', 'bb'],
  ['xnor', 'bb'],
  ['isNull', 'v'],
  ['makeArray', 'nf'],
  ['trace', 'sv'],
  ['extVar', 's'],
  ['native', 's'],
  ['__compare', 'vv'],
];

const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '10',
  '255',
  '1.5',
  '0.1',
  '3.14159',
  '1e3',
  '1e-7',
  '123456789',
  '9007199254740993',
  '1e21',
  '1e300',
  '5e-324',
  '0.30000000000000004',
  '1_000',
];
const TEXTS = [
  "''",
  '"a"',
  '"abc"',
  "'aXb'",
  '"hello world"',
  '"é"',
  '"日本語"',
  '"😀x"',
  '"a\\nb"',
  '"tab\\t\\"q\\""',
  '" pad "',
  '"a,b,,c"',
  '"12"',
  '"-7"',
  '"0x1F"',
  '"ff"',
  '"YWJj"',
  '"true"',
  '"{\\"a\\": [1, 2.5, null]}"',
  '"a/b/c"',
  '"\\u0001\\u007f"',
  '"line\\n"',
  "@'raw\\n'",
  '|||\n  block\n   text\n|||',
  '"<&>\\\'$"',
  '"null"',
  '"1e5"',
  '"- x"',
];
const FORMATS = [
  '%d',
  '%5d',
  '%-5d|',
  '%05d',
  '%+d',
  '% d',
  '%x',
  '%#x',
  '%X',
  '%o',
  '%#o',
  '%e',
  '%.2e',
  '%E',
  '%f',
  '%.3f',
  '%8.2f',
  '%08.1f',
  '%g',
  '%.3g',
  '%G',
  '%#g',
  '%s',
  '%10s',
  '%-6s|',
  '%c',
  '%%',
  '%(a)s',
  '%(b)d',
  '%5%',
  '%*d',
  '%.*f',
  '%q',
  '%',
  '%5',
  '%ld',
  '%i',
  '%u',
];
const NAMES = ['a', 'b', 'c', 'x', 'y'];
const FIELDS = ['a', 'b', 'c', '"d e"', "'f'"];
const BINARY = ['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||', '&', '|', '^', '<<', '>>', 'in'];

type Draw = <T>(choices: readonly T[]) => T;

/** A source of programs: choices come from the numbers drawn. */
class Writer {
  private readonly draws: readonly number[];
  private at = 0;
  private scope: readonly string[] = [];
  private objects = 0;

  constructor(draws: readonly number[]) {
    this.draws = draws;
  }

  readonly pick: Draw = (choices) => {
    const choice = choices[this.next(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  };

  expression(depth: number): string {
    if (depth <= 0) return this.leaf();
    const kind = this.next(22);
    if (kind < 3) return this.leaf();
    if (kind < 6) return this.call(depth);
    if (kind < 9) return `(${this.expression(depth - 1)} ${this.pick(BINARY)} ${this.expression(depth - 1)})`;
    switch (kind) {
      case 9:
        return `${this.pick(['-', '!', '~', '+'])}${this.expression(depth - 1)}`;
      case 10:
        return `(if ${this.boolean(depth - 1)} then ${this.expression(depth - 1)} else ${this.expression(depth - 1)})`;
      case 11:
        return this.local(depth);
      case 12:
        return this.array(depth);
      case 13:
        return this.object(depth);
      case 14:
        return `(${this.object(depth)} + ${this.object(depth)})`;
      case 15:
        return `${this.array(depth)}[${this.number(depth - 1)}]`;
      case 16:
        return `(${this.object(depth)}).${this.pick(['a', 'b', 'c', 'f'])}`;
      case 17:
        return this.comprehension(depth);
      case 18:
        return `(${this.function(1, depth)})(${this.expression(depth - 1)})`;
      case 19:
        return this.pick([
          () => `(error ${this.text(depth - 1)})`,
          () => `(assert ${this.boolean(depth - 1)}; ${this.expression(depth - 1)})`,
        ])();
      case 20:
        return `(${JSON.stringify(this.format())} % ${this.formatValues(depth)})`;
      default:
        return `${this.pick([this.text(depth - 1), this.array(depth - 1)])}[${this.optional(depth)}:${this.optional(depth)}${this.pick(['', ':2', ':1', ':0'])}]`;
    }
  }

  private leaf(): string {
    if (this.scope.length > 0 && this.next(3) === 0) return this.pick(this.scope);
    if (this.objects > 0 && this.next(6) === 0)
      return this.pick(['self.a', 'self.b', '$.a', 'super.a', 'super.b', "('a' in super)", '$', 'self.c']);
    return this.pick([
      () => this.pick(NUMBERS),
      () => this.pick(TEXTS),
      () => this.pick(['true', 'false', 'null', '[]', '{}', '[1, 2, 3]']),
    ])();
  }

  private call(depth: number): string {
    const [name, kinds] = this.pick(LIBRARY);
    const args = [...kinds].map((kind) =>
      this.next(12) === 0 ? this.expression(depth - 1) : this.ofKind(kind, depth - 1),
    );
    return `std.${name}(${args.join(', ')})`;
  }

  private ofKind(kind: string, depth: number): string {
    switch (kind) {
      case 'n':
        return this.number(depth);
      case 's':
        return this.text(depth);
      case 'a':
        return this.array(depth);
      case 'o':
        return this.object(depth);
      case 'b':
        return this.boolean(depth);
      case 'f':
        return this.function(1, depth);
      case 'g':
        return this.function(2, depth);
      case 'p':
        return `(function(p) ${this.pick(['true', 'false', 'p == 1', 'std.isString(p)', 'p > 2'])})`;
      default:
        return this.expression(depth);
    }
  }

  private number(depth: number): string {
    return depth > 1 && this.next(5) === 0
      ? this.expression(depth - 1)
      : `${this.pick(['', '', '', '-'])}${this.pick(NUMBERS)}`;
  }

  private text(depth: number): string {
    return depth > 1 && this.next(5) === 0 ? this.expression(depth - 1) : this.pick(TEXTS);
  }

  private boolean(depth: number): string {
    return depth > 1 && this.next(4) === 0
      ? this.expression(depth - 1)
      : this.pick(['true', 'false', '1 < 2', '"a" == "b"']);
  }

  private array(depth: number): string {
    const kind = this.next(4);
    if (kind === 0) return `[${this.list(() => this.pick(NUMBERS))}]`;
    if (kind === 1) return `[${this.list(() => this.pick(TEXTS))}]`;
    return `[${this.list(() => this.expression(depth - 1))}]`;
  }

  private list(item: () => string): string {
    return Array.from({ length: this.next(4) }, item).join(', ');
  }

  private object(depth: number): string {
    const outer = this.scope;
    const fields: string[] = [];
    const used = new Set<string>();
    for (let count = this.next(4); count > 0; count--) {
      const name = this.pick(FIELDS);
      if (used.has(name)) continue;
      used.add(name);
      this.objects += 1;
      const value = this.next(8) === 0 ? undefined : this.expression(depth - 1);
      this.objects -= 1;
      fields.push(
        value === undefined
          ? `[${this.expression(depth - 1)}]: 1`
          : `${name}${this.pick([':', ':', ':', '::', ':::', '+:'])} ${value}`,
      );
    }
    if (this.next(6) === 0) {
      this.objects += 1;
      fields.push(
        this.pick([() => `assert ${this.boolean(depth - 1)}`, () => `local l = ${this.expression(depth - 1)}`])(),
      );
      this.objects -= 1;
    }
    this.scope = outer;
    return `{${fields.join(', ')}}`;
  }

  private comprehension(depth: number): string {
    const list = this.pick([() => this.array(depth), () => 'std.range(1, 4)', () => this.expression(depth - 1)])();
    const name = this.pick(NAMES);
    const body = this.inside([name], () => this.expression(depth - 1));
    const filter = this.next(3) === 0 ? ` if ${this.inside([name], () => this.boolean(depth - 1))}` : '';
    if (this.next(2) === 0) return `[${body} for ${name} in ${list}${filter}]`;
    return `{[${this.pick([`"" + ${name}`, name])}]: ${body} for ${name} in ${list}${filter}}`;
  }

  private local(depth: number): string {
    const name = this.pick(NAMES);
    const value = this.expression(depth - 1);
    return `(local ${name} = ${value}; ${this.inside([name], () => this.expression(depth - 1))})`;
  }

  private function(count: number, depth: number): string {
    const names = NAMES.slice(0, count);
    const body = this.inside(names, () => this.expression(depth - 1));
    return `(function(${names.join(', ')}${this.next(8) === 0 ? ', z=1' : ''}) ${body})`;
  }

  private inside(names: readonly string[], write: () => string): string {
    const outer = this.scope;
    this.scope = [...outer, ...names];
    const text = write();
    this.scope = outer;
    return text;
  }

  private format(): string {
    return this.list(() => `${this.pick(['', 'x', 'é '])}${this.pick(FORMATS)}`).replaceAll(', ', ' ');
  }

  private formatValues(depth: number): string {
    return this.pick([
      () => `[${this.list(() => this.pick(NUMBERS))}]`,
      () => `[${this.list(() => `-${this.pick(NUMBERS)}`)}]`,
      () => `[${this.list(() => this.expression(depth - 1))}]`,
      () => this.pick(NUMBERS),
      () => `{a: ${this.leaf()}, b: ${this.pick(NUMBERS)}}`,
    ])();
  }

  private optional(depth: number): string {
    return this.pick([() => '', () => this.pick(['0', '1', '2', '-1', '5']), () => this.number(depth - 1)])();
  }

  private next(limit: number): number {
    const draw = this.draws[this.at % this.draws.length] ?? 0;
    this.at += 1;
    return (draw + (this.at > this.draws.length ? this.at * 7 : 0)) % limit;
  }
}

/** Programs of up to five levels. */
export const programs: fc.Arbitrary<string> = fc
  .array(fc.nat({ max: 10_000 }), { minLength: 40, maxLength: 120 })
  .map((draws) => new Writer(draws).expression(2 + ((draws[0] ?? 0) % 4)));
