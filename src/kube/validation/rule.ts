/** A rule about values of one type; found by the walk over an object's type. */
import { isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from './causes.ts';

export interface RuleInput {
  readonly value: JsonObject;
  /** Of the value, e.g. `spec.template`. */
  readonly path: string;
  /** The object it is in. */
  readonly object: JsonObject;
  /** What was found in the struct so far, where it is walked field by field. */
  readonly found?: readonly FieldCause[];
  /** The struct around this one. */
  readonly outer?: RuleInput;
}

export type Rule = (input: RuleInput) => readonly FieldCause[];

/** Judges one field; `path` is that of the field, `input` is the struct it is in. An absent field has no value. */
export type FieldRule = (value: Json | undefined, path: string, input: RuleInput) => readonly FieldCause[];

/** What a type asks: fields without a rule here are judged by what their type declares. */
export interface StructRules {
  /** Fields that are looked at first, in this order; all others follow as their type has them. */
  readonly order?: readonly string[] | ((input: RuleInput) => readonly string[]);
  /** Fields of which what is in them is not looked at. */
  readonly closed?: (input: RuleInput) => readonly string[];
  /** Asked before the fields and what is in them. */
  readonly first?: Rule;
  readonly fields?: Readonly<Record<string, FieldRule>>;
  /** Asked after a field and what is in it. */
  readonly after?: Readonly<Record<string, Rule>>;
  /** Asked after the fields and what is in them. */
  readonly last?: Rule;
}

/** By name of a type, e.g. `core/v1.Probe`. A bare rule replaces what the type declares. */
export type Rules = Readonly<Record<string, Rule | StructRules>>;

/** All of these. */
export function all(...rules: readonly Rule[]): Rule {
  return (input) => rules.flatMap((rule) => rule(input));
}

/** These fields must have a value that is not empty. */
export function needs(...names: readonly string[]): Rule {
  return ({ value, path }) => names.filter((name) => isBlank(value[name])).map((name) => required(join(path, name)));
}

/** These numbers must not be negative. */
export function notNegative(...names: readonly string[]): Rule {
  return ({ value, path }) =>
    names.flatMap((name) => {
      const number = value[name];
      return typeof number === 'number' && number < 0
        ? [invalid(join(path, name), number, 'must be greater than or equal to 0')]
        : [];
    });
}

/** These numbers are ports. */
export function ports(...names: readonly string[]): Rule {
  return ({ value, path }) =>
    names.flatMap((name) => {
      const number = value[name];
      return typeof number === 'number' && (number < 1 || number > 65_535)
        ? [invalid(join(path, name), number, 'must be between 1 and 65535, inclusive')]
        : [];
    });
}

/** The struct of a kind of pod around this one, if any: the nearest that has this member. */
export function around(input: RuleInput | undefined, member: string): RuleInput | undefined {
  let outer = input?.outer;
  while (outer !== undefined && outer.value[member] === undefined) outer = outer.outer;
  return outer;
}

export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function kindOf({ object }: RuleInput): string {
  return `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
}
