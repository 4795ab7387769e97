/** What a CustomResourceDefinition says, in the form the API server judges it in: what all versions share stands once. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';

/** Parts of a version that stand above all versions where every version has the same. */
const SHARED = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

export interface DefinitionSpec {
  readonly group: string;
  readonly scope: string;
  readonly names: JsonObject;
  /** The first version's name; empty without versions. */
  readonly version: string;
  /** What all versions have in common, by the names of the parts of a version. */
  readonly shared: JsonObject;
  /** Without the parts that are shared. Undefined where none were given. */
  readonly versions: readonly JsonObject[] | undefined;
  readonly conversion: JsonObject | undefined;
  readonly preservesUnknown: boolean;
}

/** The specification of a definition, whatever of it is missing. */
export function definitionSpec(crd: JsonObject): DefinitionSpec {
  const given = memberAt(crd, 'spec', 'versions');
  const versions = isList(given) ? given.map((version) => objectOf(version)) : undefined;
  const alike = SHARED.filter((part) =>
    (versions ?? []).every((version) => jsonEqual(version[part], versions?.[0]?.[part])),
  );
  const [first = {}] = versions ?? [];
  const conversion = memberAt(crd, 'spec', 'conversion');
  return {
    group: textAt(crd, 'spec', 'group') ?? '',
    scope: textAt(crd, 'spec', 'scope') ?? '',
    names: objectOf(memberAt(crd, 'spec', 'names')),
    version: textAt(first, 'name') ?? '',
    shared: Object.fromEntries(alike.filter((part) => first[part] !== undefined).map((part) => [part, first[part]])),
    versions: versions?.map((version) => without(version, alike)),
    conversion: isObject(conversion) ? conversion : undefined,
    preservesUnknown: memberAt(crd, 'spec', 'preserveUnknownFields') === true,
  };
}

/** The schema in a version or in what all share. */
export function schemaOf(part: JsonObject): JsonObject | undefined {
  const schema = memberAt(part, 'schema', 'openAPIV3Schema');
  return isObject(schema) ? schema : undefined;
}

/** All schemas of a definition. */
export function schemasOf({ shared, versions = [] }: DefinitionSpec): readonly JsonObject[] {
  return [shared, ...versions].map(schemaOf).filter((schema) => schema !== undefined);
}

/** Some version, or all, have a status of its own. */
export function hasStatus(part: JsonObject | undefined): boolean {
  return isObject(memberAt(part, 'subresources', 'status'));
}

/** The value as an object, an empty one where it is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The elements of a list that are objects. */
export function objectsIn(value: JsonObject, name: string): readonly JsonObject[] {
  const list = member(value, name);
  return isList(list) ? list.map(objectOf) : [];
}

function without(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
