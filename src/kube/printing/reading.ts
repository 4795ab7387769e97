/** Reading fields for cells: absent ones have the value Go would give them. */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { formatLabelSelector, labelSelectorOf } from '../selector/label-selector.ts';

type Step = string | number;

export const NONE = '<none>';
export const UNSET = '<unset>';

export function textOf(value: Json | undefined, ...path: readonly Step[]): string {
  const found = memberAt(value, ...path);
  return found === undefined || found === null ? '' : String(found);
}

export function numberOf(value: Json | undefined, ...path: readonly Step[]): number {
  const found = memberAt(value, ...path);
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : 0;
}

export function listOf(value: Json | undefined, ...path: readonly Step[]): readonly Json[] {
  const found = memberAt(value, ...path);
  return isList(found) ? found : [];
}

export function objectOf(value: Json | undefined, ...path: readonly Step[]): JsonObject {
  const found = memberAt(value, ...path);
  return isObject(found) ? found : {};
}

/** `a=b,c=d` in byte order, or `<none>`. */
export function labelsText(labels: JsonObject): string {
  const parts = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${String(labels[key])}`);
  return parts.length === 0 ? NONE : parts.join(',');
}

/** A LabelSelector as one text; `<none>` for one that selects nothing. */
export function selectorText(selector: Json | undefined): string {
  const parsed = labelSelectorOf(selector);
  return parsed === undefined || parsed.length === 0 ? NONE : formatLabelSelector(parsed);
}

/** A LabelSelector as Go prints the struct. */
export function goSelector(selector: Json | undefined): string {
  const labels = objectOf(selector, 'matchLabels');
  const names = Object.keys(labels).sort();
  const expressions = listOf(selector, 'matchExpressions').map((one) => {
    const values = listOf(one, 'values').map(String).join(' ');
    return `LabelSelectorRequirement{Key:${textOf(one, 'key')},Operator:${textOf(one, 'operator')},Values:[${values}],},`;
  });
  const map = names.map((name) => `${name}: ${String(labels[name])},`).join('');
  const list = `[]LabelSelectorRequirement{${expressions.join('')}}`;
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:${list},}`;
}

export function containerNames(podSpec: Json | undefined): string {
  return listOf(podSpec, 'containers')
    .map((item) => textOf(item, 'name'))
    .join(',');
}

export function containerImages(podSpec: Json | undefined): string {
  return listOf(podSpec, 'containers')
    .map((item) => textOf(item, 'image'))
    .join(',');
}

/** The first three of a list, and how many more there are. */
export function firstThree(parts: readonly string[], separator: string): string {
  const more = parts.length > 3 ? ` + ${parts.length - 3} more...` : '';
  return `${parts.slice(0, 3).join(separator)}${more}`;
}

/** The condition of this type. */
export function conditionOf(object: Json, type: string): JsonObject | undefined {
  const found = listOf(object, 'status', 'conditions').find((one) => textOf(one, 'type') === type);
  return isObject(found) ? found : undefined;
}
