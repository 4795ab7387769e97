/** Judges the schema of one version, or that of all versions, of a CustomResourceDefinition. */
import { isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from '../validation/causes.ts';
import { defaultCauses, type ValueJudge } from './default-rules.ts';
import { goSchema, goSchemaNames } from './go-definition.ts';
import { type KeywordDemands, keywordCauses } from './keyword-rules.ts';
import { someSchema } from './nested-schemas.ts';
import { unstructuredReason } from './structural-form.ts';
import { structuralCauses } from './structural-rules.ts';

export interface SchemaDemands extends KeywordDemands {
  readonly structural: boolean;
  readonly prunedDefaults: boolean;
}

export interface SchemaInput {
  /** e.g. `spec.validation.openAPIV3Schema`. */
  readonly path: string;
  /** The status is written by itself, so the root of the schema must be split. */
  readonly hasStatus: boolean;
  readonly demands: SchemaDemands;
  readonly rules?: RulesJudge | undefined;
}

/** Judges what is in CEL. */
export interface RulesJudge extends ValueJudge {
  /** The rules of a structural schema; those above a fault at one of these fields are let be. */
  readonly ofSchema: (schema: JsonObject, path: string, faulty: readonly string[]) => readonly FieldCause[];
}

/** Causes for a schema. */
export function schemaRootCauses(schema: JsonObject, input: SchemaInput): readonly FieldCause[] {
  const { path, demands } = input;
  const reason = demands.structural ? unstructuredReason(schema) : undefined;
  const structural = demands.structural && reason === undefined ? structureCauses(schema, input) : [];
  const keywords = keywordCauses(schema, path, demands);
  const causes = [
    ...(input.hasStatus ? rootCauses(schema, path) : []),
    ...(schema['nullable'] === true ? [forbidden(`${path}.nullable`, 'nullable cannot be true at the root')] : []),
    ...structural,
    ...keywords,
  ];
  if (reason !== undefined) return causes.length > 0 ? causes : [invalid(path, '', reason)];
  if (!demands.structural || structural.length > 0 || !hasRules(schema)) return causes;
  const faulty = keywords.map(({ field }) => field);
  return [...causes, ...(input.rules?.ofSchema(schema, path, faulty) ?? [])];
}

function structureCauses(schema: JsonObject, { path, demands, rules }: SchemaInput): readonly FieldCause[] {
  const causes = structuralCauses(schema, path);
  if (causes.length > 0) return causes;
  // The root is an object of Kubernetes whether it says so or not.
  const root = { ...schema, 'x-kubernetes-embedded-resource': true };
  return defaultCauses(root, path, { pruned: demands.prunedDefaults, ...(rules && { rules }) });
}

function hasRules(schema: JsonObject): boolean {
  return someSchema(schema, (one) => one['x-kubernetes-validations'] !== undefined);
}

const AT_ROOT =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations';

/** Only the first thing that may not stand at the root is told. */
function rootCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  const allowed = new Set(AT_ROOT.split(' '));
  const type = textAt(schema, 'type') ?? '';
  for (const name of goSchemaNames(schema)) {
    if (name === 'Type' && type !== 'object') {
      const detail =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      return [invalid(`${path}.type`, type, detail)];
    }
    if (allowed.has(name)) continue;
    const detail = `only [${AT_ROOT}] fields are allowed at the root of the schema if the status subresource is enabled`;
    return [invalid(path, goSchema(schema), detail)];
  }
  return [];
}

/** Whether a schema is what version 1 of the API demands, but for its rules. */
export function isStructural(schema: JsonObject): boolean {
  return unstructuredReason(schema) === undefined && structuralCauses(schema, '').length === 0;
}

/** Whether a schema, or one in it, says something that needs to be structural. */
export function needsStructure(schema: JsonObject): boolean {
  return someSchema(
    schema,
    (one) =>
      isObject(one['x-kubernetes-validations']) ||
      Object.keys(one).some((name) => name === 'default' || name.startsWith('x-kubernetes-')),
  );
}
