/**
 * Functions as they are written in the tables of this folder: `id: string.(int) -> string` is a call on a string,
 * `id: (A, list(A)) -> bool` a free one; capital letters alone stand for any type.
 */
import { AppError } from '../../../base/errors.ts';
import type { FunctionDeclaration, Functions, Overload, Run } from '../environment.ts';
import type { CelType } from '../types.ts';
import * as types from '../types.ts';

export type FunctionTable = Readonly<Record<string, Readonly<Record<string, Run | undefined>>>>;

/** Functions of all tables; one of several tables has the overloads of all, in their order. */
export function functionsOf(...tables: readonly FunctionTable[]): Functions {
  const found = new Map<string, FunctionDeclaration>();
  for (const table of tables) {
    for (const [name, overloads] of Object.entries(table)) {
      const more = Object.entries(overloads).map(([signature, run]) => parseOverload(signature, run));
      found.set(name, { name, overloads: [...(found.get(name)?.overloads ?? []), ...more] });
    }
  }
  return found;
}

const SIGNATURE = /^([^:]+): (?:(.+)\.)?\((.*)\) -> (.+)$/;

function parseOverload(signature: string, run: Run | undefined): Overload {
  const match = SIGNATURE.exec(signature);
  if (match === null) throw broken(signature);
  const [, id = '', target, rest = '', result = ''] = match;
  const args = [...(target === undefined ? [] : [target]), ...splitTypes(rest)].map(parseType);
  const typeParameters = [...new Set([...args, parseType(result)].flatMap(parametersOf))];
  return { id, member: target !== undefined, args, result: parseType(result), typeParameters, run };
}

function parametersOf(type: CelType): readonly string[] {
  return type.kind === 'param' ? [type.name] : type.params.flatMap(parametersOf);
}

const NAMED: Readonly<Record<string, CelType>> = {
  bool: types.BOOL,
  int: types.INT,
  uint: types.UINT,
  double: types.DOUBLE,
  string: types.STRING,
  bytes: types.BYTES,
  null: types.NULL,
  timestamp: types.TIMESTAMP,
  duration: types.DURATION,
  dyn: types.DYN,
  URL: types.struct('kubernetes.URL'),
  IP: types.opaque('net.IP'),
  CIDR: types.opaque('net.CIDR'),
  Quantity: types.struct('kubernetes.Quantity'),
  Semver: types.struct('kubernetes.Semver'),
  Format: types.struct('kubernetes.NamedFormat'),
  Authorizer: types.struct('kubernetes.authorization.Authorizer'),
  PathCheck: types.struct('kubernetes.authorization.PathCheck'),
  GroupCheck: types.struct('kubernetes.authorization.GroupCheck'),
  ResourceCheck: types.struct('kubernetes.authorization.ResourceCheck'),
  Decision: types.struct('kubernetes.authorization.Decision'),
};

/** A type as signatures write it, by its name in them. */
export function namedType(name: string): CelType {
  const found = NAMED[name];
  if (found === undefined) throw broken(name);
  return found;
}

function parseType(text: string): CelType {
  const open = text.indexOf('(');
  if (open < 0) return /^[A-Z]$/.test(text) ? types.typeParameter(text) : namedType(text);
  const inner = splitTypes(text.slice(open + 1, -1)).map(parseType);
  const [first = types.DYN, second = types.DYN] = inner;
  switch (text.slice(0, open)) {
    case 'list':
      return types.listOf(first);
    case 'map':
      return types.mapOf(first, second);
    case 'optional':
      return types.optionalOf(first);
    case 'type':
      return types.typeOf(first);
    default:
      throw broken(text);
  }
}

function splitTypes(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

function broken(text: string): AppError {
  return new AppError({ code: 'cel.signature', kind: 'terminal', message: `no signature of a function: ${text}` });
}
