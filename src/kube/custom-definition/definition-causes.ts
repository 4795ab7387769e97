/**
 * What a CustomResourceDefinition must be like (apiextensions, validation of `v1`). An update may keep what was accepted
 * before, but not add more of it.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from '../validation/causes.ts';
import { metadataCauses, metadataUpdateCauses } from '../validation/metadata.ts';
import { approvalCauses } from './approval.ts';
import { conversionCauses, hasBrokenAuthority, hasKnownReview } from './conversion-rules.ts';
import { hasDefault, hasUnprunedDefault } from './default-rules.ts';
import { groupCauses, missingNameCauses, namesCauses, wordCauses, wrongDefinitionName } from './definition-names.ts';
import { type DefinitionSpec, definitionSpec, hasStatus, objectOf, schemaOf, schemasOf } from './definition-spec.ts';
import { goVersions } from './go-definition.ts';
import { hasOddKeys, hasOddSets, hasOddTypes } from './old-leniency.ts';
import { isStructural, type RulesJudge, type SchemaDemands, schemaRootCauses } from './schema-rules.ts';
import { dnsLabelCauses, storedVersionCauses } from './stored-versions.ts';
import { columnCauses, deprecationCauses, selectableCauses, subresourceCauses } from './version-rules.ts';

/** Causes for a definition to be created. */
export function definitionCauses(crd: JsonObject, rules?: RulesJudge): readonly FieldCause[] {
  const spec = definitionSpec(crd);
  const wrongName = (name: string) => wrongDefinitionName(spec, name);
  return [
    ...metadataCauses(crd, { wrongName }),
    ...specCauses(spec, {
      demands: EVERYTHING,
      needsSchemas: true,
      needsKnownReview: true,
      needsAuthority: false,
      mayKeep: new Set(),
      rules,
    }),
    ...storedVersionCauses(spec, storedVersionsOf(spec)),
    ...approvalCauses(crd, undefined),
    ...preservationCauses(crd, undefined),
  ];
}

/** Causes for a definition that is to replace `old`. */
export function definitionUpdateCauses(crd: JsonObject, old: JsonObject, rules?: RulesJudge): readonly FieldCause[] {
  const [spec, before] = [definitionSpec(crd), definitionSpec(old)];
  const stored = memberAt(old, 'status', 'storedVersions');
  const storedNames = (isList(stored) ? stored : []).map(String);
  return [
    ...metadataUpdateCauses(crd, old),
    ...specCauses(spec, { ...leniency(spec, before), rules }),
    ...fixedCauses(crd, old),
    ...namesCauses(objectOf(memberAt(old, 'status', 'acceptedNames')), 'status.acceptedNames'),
    ...storedVersionCauses(spec, [...new Set([...storedNames, ...storedVersionsOf(spec)])]),
    ...approvalCauses(crd, old),
    ...preservationCauses(crd, old),
  ];
}

/** Causes for a status that is to replace that of `old`. */
export function definitionStatusCauses(crd: JsonObject, old: JsonObject): readonly FieldCause[] {
  return [
    ...metadataUpdateCauses(crd, old),
    ...namesCauses(objectOf(memberAt(crd, 'status', 'acceptedNames')), 'status.acceptedNames'),
  ];
}

const EVERYTHING: SchemaDemands = {
  structural: true,
  prunedDefaults: true,
  knownTypes: true,
  atomicSets: true,
  filledKeys: true,
};

interface SpecInput {
  readonly demands: SchemaDemands;
  readonly needsSchemas: boolean;
  readonly needsKnownReview: boolean;
  readonly needsAuthority: boolean;
  /** Versions, and '' for what all share, whose list of selectable fields may stay too long. */
  readonly mayKeep: ReadonlySet<string>;
  readonly rules: RulesJudge | undefined;
}

/** What an update is not asked for, since the definition before did not have it. */
function leniency(spec: DefinitionSpec, before: DefinitionSpec): Omit<SpecInput, 'rules'> {
  const schemas = schemasOf(before);
  const complete = schemaOf(before.shared) !== undefined || (before.versions ?? []).every((one) => schemaOf(one));
  return {
    demands: {
      structural: !spec.preservesUnknown || schemas.every(isStructural),
      prunedDefaults: !schemas.some((schema) => isStructural(schema) && hasUnprunedDefault(schema)),
      knownTypes: !schemas.some(hasOddTypes),
      atomicSets: !schemas.some(hasOddSets),
      filledKeys: !schemas.some(hasOddKeys),
    },
    needsSchemas: complete,
    needsKnownReview: hasKnownReview(before.conversion),
    needsAuthority: !hasBrokenAuthority(before.conversion),
    mayKeep: keptFields(spec, before),
  };
}

function keptFields(spec: DefinitionSpec, before: DefinitionSpec): ReadonlySet<string> {
  const parts = ({ shared, versions = [] }: DefinitionSpec) =>
    new Map([['', shared] as const, ...versions.map((one) => [textAt(one, 'name') ?? '', one] as const)]);
  const old = parts(before);
  const same = [...parts(spec)].filter(([name, part]) =>
    jsonEqual(part['selectableFields'], old.get(name)?.['selectableFields']),
  );
  return new Set(same.map(([name]) => name));
}

function specCauses(spec: DefinitionSpec, input: SpecInput): readonly FieldCause[] {
  const { versions = [], shared } = spec;
  return [
    ...groupCauses(spec.group),
    ...wordCauses('spec.scope', spec.scope, ['Cluster', 'Namespaced']),
    ...schemaPresence(spec, input),
    ...(spec.preservesUnknown && schemasOf(spec).some(hasDefault)
      ? [invalid('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema')]
      : []),
    ...versions.flatMap((version, index) => versionCauses(version, `spec.versions[${index}]`, { spec, input })),
    ...versionListCauses(spec),
    ...(spec.version === '' ? [] : dnsLabelCauses('spec.version', spec.version)),
    ...missingNameCauses(spec.names),
    ...namesCauses(spec.names, 'spec.names'),
    ...schemaPart(shared, 'spec.validation', { statusEnabled: hasStatus(shared) || versions.some(hasStatus), input }),
    ...subresourceCauses(shared, 'spec'),
    ...columnCauses(shared, 'spec'),
    ...selectablePart(shared, { path: 'spec', name: '', input }),
    ...conversionCauses(spec, input),
  ];
}

function schemaPresence({ shared, versions = [] }: DefinitionSpec, { needsSchemas }: SpecInput): readonly FieldCause[] {
  if (schemaOf(shared) !== undefined) return [];
  return versions.flatMap((version, index) => {
    if (schemaOf(version) !== undefined || (!needsSchemas && version['served'] !== true)) return [];
    const detail = needsSchemas ? '' : 'because otherwise all fields are pruned';
    return [required(`spec.versions[${index}].schema.openAPIV3Schema`, detail)];
  });
}

interface Around {
  readonly spec: DefinitionSpec;
  readonly input: SpecInput;
}

function versionCauses(version: JsonObject, path: string, { spec, input }: Around): readonly FieldCause[] {
  const name = textAt(version, 'name') ?? '';
  const statusEnabled = hasStatus(version) || hasStatus(spec.shared);
  return [
    ...dnsLabelCauses(`${path}.name`, name),
    ...deprecationCauses(version, path),
    ...schemaPart(version, `${path}.schema`, { statusEnabled, input }),
    ...subresourceCauses(version, path),
    ...columnCauses(version, path),
    ...(schemaOf(version) === undefined && version['selectableFields'] !== undefined
      ? [
          invalid(
            `${path}.selectableFields`,
            '',
            'may only be set when `version.schema.openAPIV3Schema` is not included',
          ),
        ]
      : selectablePart(version, { path, name, input })),
  ];
}

interface SchemaPart {
  readonly statusEnabled: boolean;
  readonly input: SpecInput;
}

function schemaPart(part: JsonObject, path: string, { statusEnabled, input }: SchemaPart): readonly FieldCause[] {
  const schema = schemaOf(part);
  if (schema === undefined) return [];
  const { demands, rules } = input;
  return schemaRootCauses(schema, { path: `${path}.openAPIV3Schema`, hasStatus: statusEnabled, demands, rules });
}

interface SelectablePart {
  readonly path: string;
  readonly name: string;
  readonly input: SpecInput;
}

function selectablePart(part: JsonObject, { path, name, input }: SelectablePart): readonly FieldCause[] {
  const fields = part['selectableFields'];
  if (!isList(fields) || fields.length === 0) return [];
  const schema = schemaOf(part);
  if (schema !== undefined) {
    return selectableCauses(part, { path, schema, maySurpass: input.mayKeep.has(name) });
  }
  return [invalid(`${path}.selectableFields`, '', 'may only be set when validations.schema is included')];
}

function versionListCauses({ versions }: DefinitionSpec): readonly FieldCause[] {
  const names = (versions ?? []).map((version) => textAt(version, 'name') ?? '');
  const stored = (versions ?? []).filter((version) => version['storage'] === true).length;
  const said = (detail: string) => invalid('spec.versions', goVersions(versions), detail);
  return [
    ...(new Set(names).size === names.length ? [] : [said('must contain unique version names')]),
    ...(stored === 1 ? [] : [said('must have exactly one version marked as storage version')]),
  ];
}

/** The name of the version that objects are stored in. */
function storedVersionsOf({ versions = [] }: DefinitionSpec): readonly string[] {
  const storage = versions.find((version) => version['storage'] === true);
  return storage === undefined ? [] : [textAt(storage, 'name') ?? ''];
}

/** What names objects in storage stays; scope and kind once they are served. */
function fixedCauses(crd: JsonObject, old: JsonObject): readonly FieldCause[] {
  const conditions = memberAt(old, 'status', 'conditions');
  const established = (isList(conditions) ? conditions : []).some(
    (one) => textAt(one, 'type') === 'Established' && textAt(one, 'status') === 'True',
  );
  const paths = [...(established ? ['spec.scope', 'spec.names.kind'] : []), 'spec.group', 'spec.names.plural'];
  return paths.flatMap((path) => {
    const [before, after] = [old, crd].map((one) => textAt(one, ...path.split('.')) ?? '');
    return before === after ? [] : [invalid(path, after, 'field is immutable')];
  });
}

function preservationCauses(crd: JsonObject, old: JsonObject | undefined): readonly FieldCause[] {
  const preserves = (one: JsonObject | undefined) => memberAt(one, 'spec', 'preserveUnknownFields') === true;
  if (preserves(old) || !preserves(crd)) return [];
  const detail =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [invalid('spec.preserveUnknownFields', true, detail)];
}
