/** Go's `regexp` on texts: search, split and replace with its rules for empty matches, and its error texts. */
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A match and its groups: where they begin and end, or -1. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Of a group by number; undefined where it took no part. */
  group(index: number): string | undefined;
}

export interface GoRegexp {
  /** How many instructions it has: what a search costs for each character at most. */
  readonly size: number;
  /** Several groups may have one name. */
  readonly groupNames: ReadonlyMap<string, readonly number[]>;
  /** The leftmost match that begins at or after `from`. */
  find(text: string, from: number): Match | undefined;
}

export type GoRegexpReading =
  | { readonly kind: 'regexp'; readonly regexp: GoRegexp }
  | { readonly kind: 'fault'; readonly message: string };

/** `regexp.Compile`; the fault's text is Go's. */
export function compileGoRegexp(source: string): GoRegexpReading {
  try {
    return { kind: 'regexp', regexp: wrap(compileRenaming(source)) };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { kind: 'fault', message: faultText(error, source) };
    return { kind: 'fault', message: `error parsing regexp: ${error instanceof Error ? error.message : 'broken'}` };
  }
}

/** Go lets groups share a name: all but the first get another one, which `originalName` takes back. */
function compileRenaming(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const isDuplicate =
      error instanceof RE2JSSyntaxException && error.getDescription() === 'duplicate capture group name';
    if (!isDuplicate) throw error;
    let count = 0;
    return RE2JS.compile(
      source.replace(/(\\.)|\(\?P?<([A-Za-z0-9_]+)>/g, (whole, escaped, name) =>
        escaped === undefined ? `(?P<${name}${AGAIN}${++count}>` : whole,
      ),
    );
  }
}

const AGAIN = '__group__';

function namesOf(compiled: RE2JS): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>();
  const groups = Object.entries(compiled.namedGroups()).sort(([, a], [, b]) => a - b);
  for (const [name, number] of groups) {
    const original = name.replace(/__group__\d+$/, '');
    names.set(original, [...(names.get(original) ?? []), number]);
  }
  return names;
}

function faultText(error: RE2JSSyntaxException, source: string): string {
  const what = error.getDescription();
  const piece = error.getPattern();
  if (what === 'trailing backslash at end of expression') return `error parsing regexp: ${what}: \`\``;
  if (what === 'duplicate capture group name')
    return `error parsing regexp: duplicate capture group name: \`${piece}\``;
  return `error parsing regexp: ${what}: \`${piece ?? source}\``;
}

function wrap(compiled: RE2JS): GoRegexp {
  return {
    size: compiled.programSize(),
    groupNames: namesOf(compiled),
    find: (text, from) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find(from)) return undefined;
      const groups = matcher.groupCount();
      const group = (index: number) => (index <= groups ? (matcher.group(index) ?? undefined) : undefined);
      return { start: matcher.start(), end: matcher.end(), group };
    },
  };
}

/** `FindAllStringIndex`: at most `limit` matches, all with a negative one. An empty match right after another one is none. */
export function findAllMatches(regexp: GoRegexp, { text, limit, onMatch }: SearchInput): readonly Match[] {
  const matches: Match[] = [];
  let before = -1;
  for (let at = 0; at <= text.length && (limit < 0 || matches.length < limit); ) {
    const match = regexp.find(text, at);
    if (match === undefined) break;
    const isAccepted = match.end !== at || match.start !== before;
    at = match.end === at ? at + characterLength(text, at) : match.end;
    before = match.end;
    onMatch?.();
    if (isAccepted) matches.push(match);
  }
  return matches;
}

export interface SearchInput {
  readonly text: string;
  /** All of them where it is negative. */
  readonly limit: number;
  /** Called for every match: who counts throws there. */
  readonly onMatch?: () => void;
}

/** `Split`: at most `limit` pieces. */
export function splitByRegexp(regexp: GoRegexp, source: string, input: SearchInput): readonly string[] {
  const { text, limit } = input;
  if (limit === 0) return [];
  if (source !== '' && text === '') return [''];
  const pieces: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of findAllMatches(regexp, input)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) pieces.push(text.slice(begin, end));
    begin = match.end;
  }
  return end === text.length ? pieces : [...pieces, text.slice(begin)];
}

/** `ReplaceAllStringFunc`, with the match and its groups given to the function. */
export function replaceAllMatches(regexp: GoRegexp, text: string, replacement: (match: Match) => string): string {
  let result = '';
  let last = 0;
  for (let at = 0; at <= text.length; ) {
    const match = regexp.find(text, at);
    if (match === undefined) break;
    result += text.slice(last, match.start);
    if (match.end > last || match.start === 0) result += replacement(match);
    last = match.end;
    at = Math.max(at + characterLength(text, at), match.end);
  }
  return result + text.slice(last);
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const REFERENCE = /^(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/u;

/** `Expand`: `$1`, `${name}` and `$$` in a template of a replacement. Groups that are not there are empty. */
export function expandTemplate(template: string, match: Match, regexp: GoRegexp): string {
  let result = '';
  let rest = template;
  for (;;) {
    const dollar = rest.indexOf('$');
    if (dollar < 0) return result + rest;
    result += rest.slice(0, dollar);
    rest = rest.slice(dollar + 1);
    if (rest.startsWith('$')) {
      result += '$';
      rest = rest.slice(1);
      continue;
    }
    const reference = REFERENCE.exec(rest);
    if (reference === null) {
      result += '$';
      continue;
    }
    rest = rest.slice(reference[0].length);
    const name = reference[1] ?? reference[2] ?? '';
    result += referenced(name, match, regexp);
  }
}

/** Of groups with one name the first one that took part. */
function referenced(name: string, match: Match, regexp: GoRegexp): string {
  if (/^(?:0|[1-9][0-9]{0,8})$/.test(name)) return match.group(Number(name)) ?? '';
  const numbers = regexp.groupNames.get(name) ?? [];
  return numbers.map((number) => match.group(number)).find((text) => text !== undefined) ?? '';
}

/** `regexp.QuoteMeta`. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
