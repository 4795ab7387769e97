/** Names of a CustomResourceDefinition: its own, its group's, those of its kind. */
import { isList, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required, unsupported } from '../validation/causes.ts';
import { dnsSubdomain, serviceLabel } from '../validation/field-rules.ts';
import type { DefinitionSpec } from './definition-spec.ts';

/** What is wrong with the name of a definition that serves this. */
export function wrongDefinitionName({ names, group }: DefinitionSpec, name: string): readonly string[] {
  const wanted = `${textAt(names, 'plural') ?? ''}.${group}`;
  return [...dnsSubdomain(name), ...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group'])];
}

/** Causes for the group of an API. */
export function groupCauses(group: string): readonly FieldCause[] {
  const field = 'spec.group';
  if (group === '') return [required(field)];
  const wrong = dnsSubdomain(group);
  if (wrong.length > 0) return [invalid(field, group, wrong.join(','))];
  return group.includes('.') ? [] : [invalid(field, group, 'should be a domain with at least one dot')];
}

/** Causes for a word that must be there and be one of these. */
export function wordCauses(field: string, given: string, allowed: readonly string[]): readonly FieldCause[] {
  if (given === '') return [required(field)];
  return allowed.includes(given) ? [] : [unsupported(field, given, allowed)];
}

/** Causes for the names that a specification needs, and a status does not. */
export function missingNameCauses(names: JsonObject): readonly FieldCause[] {
  return ['plural', 'singular', 'kind', 'listKind']
    .filter((name) => !textAt(names, name))
    .map((name) => required(`spec.names.${name}`));
}

/** Causes for the form of these names, of a specification or of a status. */
export function namesCauses(names: JsonObject, path: string): readonly FieldCause[] {
  const [kind, listKind] = [textAt(names, 'kind') ?? '', textAt(names, 'listKind') ?? ''];
  return [
    ...['plural', 'singular'].flatMap((name) => formCauses(`${path}.${name}`, textAt(names, name) ?? '', '')),
    ...formCauses(`${path}.kind`, kind, 'mixed'),
    ...formCauses(`${path}.listKind`, listKind, 'mixed'),
    ...listCauses(names, 'shortNames', path),
    ...(kind !== '' && kind === listKind
      ? [invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...listCauses(names, 'categories', path),
  ];
}

function formCauses(field: string, name: string, letters: 'mixed' | ''): readonly FieldCause[] {
  if (name === '') return [];
  const wrong = serviceLabel(letters === 'mixed' ? name.toLowerCase() : name);
  if (wrong.length === 0) return [];
  const prefix = letters === 'mixed' ? 'may have mixed case, but should otherwise match: ' : '';
  return [invalid(field, name, `${prefix}${wrong.join(',')}`)];
}

function listCauses(names: JsonObject, list: string, path: string): readonly FieldCause[] {
  const items = names[list];
  return (isList(items) ? items : []).flatMap((item, index) => {
    const wrong = serviceLabel(String(item));
    return wrong.length === 0 ? [] : [invalid(`${path}.${list}[${index}]`, item, wrong.join(','))];
  });
}
