/** Rules for one field each, put together from what is wrong with a text or a number. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import {
  wrongConfigKey,
  wrongDnsLabel,
  wrongDnsSubdomain,
  wrongLabelValue,
  wrongQualifiedName,
  wrongServiceName,
} from '../object/names.ts';
import { duplicate, invalid, invalidName, required, unsupported } from './causes.ts';
import { wrongCidr, wrongIp, wrongPercent, wrongPort, wrongPortName } from './formats.ts';
import { type FieldRule, isBlank } from './rule.ts';

type Wrong = (text: string) => readonly string[];

/** Must not be empty. */
export function must(detail = ''): FieldRule {
  return (value, path) => (isBlank(value) ? [required(path, detail)] : []);
}

/** Must be there, though it may be empty. */
export function present(detail = ''): FieldRule {
  return (value, path) => (value === undefined || value === null ? [required(path, detail)] : []);
}

/** Judged by nothing. */
export const anything: FieldRule = () => [];

/** All of them. */
export function both(...rules: readonly FieldRule[]): FieldRule {
  return (value, path, input) => rules.flatMap((rule) => rule(value, path, input));
}

/** The first that finds something. */
export function firstOf(...rules: readonly FieldRule[]): FieldRule {
  return (value, path, input) => {
    for (const rule of rules) {
      const causes = rule(value, path, input);
      if (causes.length > 0) return causes;
    }
    return [];
  };
}

/** A text of this form, an empty one too. */
export function text(wrong: Wrong): FieldRule {
  return (value, path) => invalidName(path, typeof value === 'string' ? value : '', wrong(String(value ?? '')));
}

/** A text of this form unless it is absent. */
export function ifPresent(wrong: Wrong): FieldRule {
  return (value, path) => (typeof value === 'string' ? invalidName(path, value, wrong(value)) : []);
}

/** A text of this form unless it is empty. */
export function ifAny(wrong: Wrong): FieldRule {
  return (value, path) => (typeof value === 'string' && value !== '' ? invalidName(path, value, wrong(value)) : []);
}

/** A text that must be there and of this form. */
export function needed(wrong: Wrong): FieldRule {
  return firstOf(must(), text(wrong));
}

/** One of these words; absent is fine. */
export function word(...allowed: readonly string[]): FieldRule {
  return (value, path) =>
    typeof value !== 'string' || allowed.includes(value) ? [] : [unsupported(path, value, allowed)];
}

/** One of these words; absent counts as empty, and is none of them. */
export function wordAlways(...allowed: readonly string[]): FieldRule {
  return (value, path) => {
    const given = typeof value === 'string' ? value : '';
    return allowed.includes(given) ? [] : [unsupported(path, given, allowed)];
  };
}

/** One of these words, and there. */
export function neededWord(...allowed: readonly string[]): FieldRule {
  return firstOf(must(), word(...allowed));
}

/** A number for which `fine` holds; absent is fine. */
export function number(fine: (value: number) => boolean, detail: string): FieldRule {
  return (value, path) =>
    (typeof value === 'number' || typeof value === 'bigint') && !fine(Number(value))
      ? [invalid(path, value, detail)]
      : [];
}

/** A number for which `fine` holds; absent counts as zero. */
export function numberAlways(fine: (value: number) => boolean, detail: string): FieldRule {
  const rule = number(fine, detail);
  return (value, path, input) => rule(value ?? 0, path, input);
}

/** From `low` to `high`. */
export function between(low: number, high: number): FieldRule {
  return number((value) => value >= low && value <= high, `must be between ${low} and ${high}, inclusive`);
}

/** Zero or more. */
export const whole = number((value) => value >= 0, 'must be greater than or equal to 0');
/** More than zero. */
export const positive = number((value) => value > 0, 'must be greater than 0');

/** A port by number; absent is fine. */
export const port: FieldRule = (value, path) =>
  typeof value === 'number' ? wrongPort(value).map((sentence) => invalid(path, value, sentence)) : [];

/** A port by number or name. */
export const portOrName: FieldRule = (value, path) => {
  if (typeof value === 'string') return invalidName(path, value, wrongPortName(value));
  return wrongPort(Number(value ?? 0)).map((sentence) => invalid(path, Number(value ?? 0), sentence));
};

/** A count or a percentage that is not negative. */
export const countOrPercent: FieldRule = (value, path) => {
  if (typeof value === 'string') return invalidName(path, value, wrongPercent(value));
  return typeof value === 'number' && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
};

/** Every element, by a rule of its own. */
export function each(rule: FieldRule): FieldRule {
  return (value, path, input) =>
    isList(value) ? value.flatMap((item, index) => rule(item, `${path}[${index}]`, input)) : [];
}

/** At least one element. */
export function some(rule: FieldRule, detail = ''): FieldRule {
  return both(must(detail), each(rule));
}

/** No two elements alike; named by the element or by its member `key`. */
export function unique(key?: string, shown: 'member' | 'element' = 'member'): FieldRule {
  return (value, path) => {
    const seen = new Set<string>();
    return (isList(value) ? value : []).flatMap((item, index) => {
      const name = key === undefined ? String(item) : (textAt(item, key) ?? '');
      if (key !== undefined && name === '') return [];
      const field = key === undefined || shown === 'element' ? `${path}[${index}]` : `${path}[${index}].${key}`;
      if (seen.has(name)) return [duplicate(field, name)];
      seen.add(name);
      return [];
    });
  };
}

/** Characters instead of bytes, as most sentences say. */
function characters(wrong: Wrong): Wrong {
  return (given) =>
    wrong(given).map((sentence) => sentence.replace(/^(must be no more than \d+) bytes$/, '$1 characters'));
}

export const dnsLabel = characters(wrongDnsLabel);
export const dnsSubdomain = characters(wrongDnsSubdomain);
export const serviceLabel = characters(wrongServiceName);
export const configKey = characters(wrongConfigKey);
export const qualifiedName = wrongQualifiedName;
export const labelValue = wrongLabelValue;
export const ip = wrongIp;
export const cidr = wrongCidr;

/** The names under which a struct's members are there. */
export function presentMembers(value: Json | undefined, names: readonly string[]): readonly string[] {
  return isObject(value) ? names.filter((name) => value[name] !== undefined && value[name] !== null) : [];
}
