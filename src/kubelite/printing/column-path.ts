/** The simple JSONPath of printer columns: members, indexes, `[*]` and filters by equality. Source: CRD documentation, printer columns. */
import { isList, isObject, type Json, member } from '../../base/json-value.ts';

type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly path: readonly Step[]; readonly value: Json };

const TOKEN =
  /\.((?:\\.|[^.[\\])+)|\[\?\(@((?:\\.|[^=\]])*?)\s*==\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^)]*)\)\]|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+|\*)\]/y;

/** A function from an object to the first value at a path; undefined where there is none. A path that is none finds nothing. */
export function columnPath(path: string): (object: Json) => Json | undefined {
  const steps = parse(path);
  return (object) => (steps ? find([object], steps)[0] : undefined);
}

function parse(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < path.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(path);
    const step = match && stepOf(match);
    if (!match || !step) return undefined;
    steps.push(step);
    at += match[0].length;
  }
  return steps;
}

function stepOf([, name, filterPath, filterValue, quoted, index]: RegExpExecArray): Step | undefined {
  if (name === '*' || index === '*') return { kind: 'all' };
  if (name !== undefined) return { kind: 'member', name: unescaped(name) };
  if (quoted !== undefined) return { kind: 'member', name: unescaped(quoted) };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  const inner = parse(filterPath ?? '');
  return inner && { kind: 'filter', path: inner, value: literal(filterValue ?? '') };
}

function literal(text: string): Json {
  const trimmed = text.trim();
  if (/^["'].*["']$/s.test(trimmed)) return unescaped(trimmed.slice(1, -1));
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && !Number.isNaN(Number(trimmed)) ? Number(trimmed) : trimmed;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function find(values: readonly Json[], steps: readonly Step[]): readonly Json[] {
  return steps.reduce<readonly Json[]>((found, step) => found.flatMap((value) => follow(value, step)), values);
}

function follow(value: Json, step: Step): readonly Json[] {
  switch (step.kind) {
    case 'member':
      return present(member(value, step.name));
    case 'index':
      return present(isList(value) ? value.at(step.index) : undefined);
    case 'all':
      return isList(value) ? value : isObject(value) ? Object.values(value).flatMap(present) : [];
    case 'filter':
      return (isList(value) ? value : []).filter((item) => find([item], step.path)[0] === step.value);
  }
}

function present(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
