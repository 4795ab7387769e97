/** Command lines as Go's pflag reads them, with its messages: flags and words may stand in any order. */
import { AppError } from '../../base/errors.ts';

/**
 * - `text`, `flag` (true or false, `--x=false`), `words` (each time one more), `list` (the same, and commas separate)
 * - `optional`: a text that may be left out, then it is `implied`
 * - `ignored`: takes a text, which nobody reads; `ignored-flag` takes none
 */
export interface GoFlag {
  readonly kind: 'text' | 'flag' | 'words' | 'list' | 'optional' | 'ignored' | 'ignored-flag';
  readonly short?: string;
  readonly implied?: string;
}

export interface ParsedFlags {
  readonly words: readonly string[];
  text(name: string): string | undefined;
  isSet(name: string): boolean;
  list(name: string): readonly string[];
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** Throws `cli.usage` (user). */
export function parseGoFlags(argv: readonly string[], flags: Readonly<Record<string, GoFlag>>): ParsedFlags {
  const found = new Map<string, string[]>();
  const words: string[] = [];
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') words.push(...rest.splice(0));
    else if (argument.startsWith('--')) readLong(argument.slice(2), { rest, flags, found });
    else if (argument.startsWith('-') && argument.length > 1) readShort(argument, { rest, flags, found });
    else words.push(argument);
  }
  return {
    words,
    text: (name) => found.get(name)?.at(-1),
    isSet: (name) => found.get(name)?.at(-1) === 'true',
    list: (name) => found.get(name) ?? [],
  };
}

interface Reading {
  readonly rest: string[];
  readonly flags: Readonly<Record<string, GoFlag>>;
  readonly found: Map<string, string[]>;
}

function readLong(argument: string, reading: Reading): void {
  const equals = argument.indexOf('=');
  const name = equals < 0 ? argument : argument.slice(0, equals);
  const flag = Object.hasOwn(reading.flags, name) ? reading.flags[name] : undefined;
  if (name === '' || name.startsWith('-')) throw usage(`bad flag syntax: --${argument}`);
  if (flag === undefined) throw usage(`unknown flag: --${name}`);
  const given = equals < 0 ? undefined : argument.slice(equals + 1);
  take(name, flag, { ...reading, value: given ?? impliedBy(flag) ?? reading.rest.shift(), shown: `--${name}` });
}

/** `-nx`, `-n x`, `-n=x`; several flags without a value may stand together. */
function readShort(argument: string, reading: Reading): void {
  let letters = argument.slice(1);
  while (letters !== '') {
    const letter = letters[0] ?? '';
    const [name, flag] = Object.entries(reading.flags).find(([, { short }]) => short === letter) ?? [];
    if (name === undefined || flag === undefined) {
      throw usage(`unknown shorthand flag: '${letter}' in ${argument}`);
    }
    const after = letters.slice(1);
    const implied = impliedBy(flag);
    const attached = after.startsWith('=') ? after.slice(1) : implied === undefined && after !== '' ? after : undefined;
    letters = attached === undefined ? after : '';
    const value = attached ?? implied ?? reading.rest.shift();
    take(name, flag, { ...reading, value, shown: `'${letter}' in ${argument}` });
  }
}

function impliedBy({ kind, implied }: GoFlag): string | undefined {
  if (kind === 'flag' || kind === 'ignored-flag') return 'true';
  return kind === 'optional' ? implied : undefined;
}

function take(
  name: string,
  flag: GoFlag,
  { found, value, shown }: Reading & { value: string | undefined; shown: string },
): void {
  if (value === undefined) throw usage(`flag needs an argument: ${shown}`);
  const before = found.get(name) ?? [];
  if (flag.kind === 'list') found.set(name, [...before, ...separated(value)]);
  else if (flag.kind === 'flag') found.set(name, [String(booleanOf(name, flag, value))]);
  else found.set(name, [...before, value]);
}

function booleanOf(name: string, { short }: GoFlag, value: string): boolean {
  if (TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  const shown = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const reason = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  throw usage(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${reason}`);
}

/** One line of comma separated values: quotes keep commas. */
function separated(value: string): readonly string[] {
  if (value === '') return [];
  const fields = value.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return fields.map((field, index) => {
    const text = index > 0 || field.startsWith(',') ? field.replace(/^,/, '') : field;
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
