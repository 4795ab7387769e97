/** Judges the rules in a definition's schema: what they say in CEL, what they may cost, and what they may look back at. */
import { isList, isObject, type JsonObject, member } from '../../../base/json-value.ts';
import { goRule } from '../../custom-definition/go-definition.ts';
import type { FieldCause } from '../../object/kube-fault.ts';
import { forbidden, invalid } from '../../validation/causes.ts';
import { DEFINITION_LIMIT, RULE_LIMIT } from '../limits.ts';
import { isEmbeddedResource, mostInRequest } from '../schema/declared-type.ts';
import { type CompiledRule, compileRule, type RuleTypes, selfTypes } from './compiled-rule.ts';
import { costSentence } from './cost-sentence.ts';

const RULES = 'x-kubernetes-validations';

/** Where a schema stands, and how often values of it may be in an object. */
interface Place {
  readonly path: string;
  readonly root: boolean;
  /** Undefined where nothing says so. */
  readonly count: bigint | undefined;
  /** The outermost place below which elements of two revisions cannot be told to be the same. */
  readonly uncorrelatable: string | undefined;
  /** Fields with faults of another sort. */
  readonly faulty: readonly string[];
}

interface Cost {
  readonly field: string;
  readonly cost: bigint;
}

/** Causes for all rules of a schema, at the path of the schema, but for those at or above one of the `faulty` fields. */
export function definitionRuleCauses(
  schema: JsonObject,
  path: string,
  faulty: readonly string[] = [],
): readonly FieldCause[] {
  const costs: Cost[] = [];
  const causes = schemaCauses(schema, { path, root: true, count: 1n, uncorrelatable: undefined, faulty }, costs);
  return [...causes, ...totalCauses(costs, path)];
}

function schemaCauses(schema: JsonObject, place: Place, costs: Cost[]): readonly FieldCause[] {
  const below = childrenOf(schema, place).flatMap(([child, childPlace]) => schemaCauses(child, childPlace, costs));
  return [...below, ...ownCauses(schema, place, costs)];
}

function ownCauses(schema: JsonObject, place: Place, costs: Cost[]): readonly FieldCause[] {
  const rules = member(schema, RULES);
  if (!isList(rules) || rules.length === 0) return [];
  if (place.faulty.some((one) => isWithin(one, place.path))) return [];
  const field = `${place.path}.${RULES}`;
  const known = selfTypes(schema, place.root || isEmbeddedResource(schema));
  if (known === undefined) {
    const why = 'unable to convert structural schema to CEL declarations';
    const detail = `failed to construct type information for x-kubernetes-validations rules: ${why}`;
    return [{ field, message: `Internal error: internal error: ${detail}`, reason: 'InternalError' }];
  }
  return rules.flatMap((rule, index) =>
    isObject(rule) ? ruleCauses(rule, { known, place, field: `${field}[${index}]`, costs }) : [],
  );
}

function isWithin(field: string, path: string): boolean {
  return field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
}

interface RulePlace {
  readonly known: RuleTypes;
  readonly place: Place;
  readonly field: string;
  readonly costs: Cost[];
}

function ruleCauses(rule: JsonObject, { known, place, field, costs }: RulePlace): readonly FieldCause[] {
  const compiled = compileRule(rule, known);
  const cost = compiled.cost * (place.count ?? mostInRequest(known.self));
  costs.push({ field: `${field}.rule`, cost });
  return [
    ...costCauses(`${field}.rule`, 'estimated rule cost', cost),
    ...(compiled.error === undefined ? [] : [invalid(`${field}.rule`, goRule(rule), compiled.error)]),
    ...messageCauses(compiled, field, costs),
    ...oldSelfCauses(compiled, field, place),
  ];
}

function costCauses(field: string, name: string, cost: bigint): readonly FieldCause[] {
  return cost > RULE_LIMIT ? [forbidden(field, costSentence(name, cost, RULE_LIMIT))] : [];
}

function messageCauses(compiled: CompiledRule, rulePath: string, costs: Cost[]): readonly FieldCause[] {
  const field = `${rulePath}.messageExpression`;
  const { messageError, messageCost, message, rule } = compiled;
  if (messageError !== undefined) return [invalid(field, goRule(rule), messageError)];
  if (message === undefined) return [];
  costs.push({ field, cost: messageCost });
  return costCauses(field, 'estimated messageExpression cost', messageCost);
}

function oldSelfCauses({ usesOldSelf, rule }: CompiledRule, field: string, place: Place): readonly FieldCause[] {
  const optional = rule['optionalOldSelf'];
  if (!usesOldSelf) {
    if (optional === undefined || optional === null) return [];
    return [invalid(`${field}.optionalOldSelf`, optional, 'may not be set if oldSelf is not used in rule')];
  }
  if (place.uncorrelatable === undefined) return [];
  const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable}`;
  return [invalid(`${field}.rule`, rule['rule'] ?? '', detail)];
}

const MOST_NAMED = 4;

function totalCauses(costs: readonly Cost[], path: string): readonly FieldCause[] {
  const total = costs.reduce((sum, { cost }) => sum + cost, 0n);
  if (total <= DEFINITION_LIMIT) return [];
  const dear = costs.filter(({ cost }) => cost >= DEFINITION_LIMIT / 100n);
  const named = dear.toSorted((a, b) => (a.cost < b.cost ? 1 : a.cost > b.cost ? -1 : 0)).slice(0, MOST_NAMED);
  const name = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
  return [
    ...named.map(({ field }) =>
      forbidden(field, 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'),
    ),
    forbidden(path, costSentence(name, total, DEFINITION_LIMIT)),
  ];
}

/** The schemas directly below, with their places. */
function childrenOf(schema: JsonObject, place: Place): readonly (readonly [JsonObject, Place])[] {
  const { items, properties, additionalProperties } = schema;
  const inner = { ...place, root: false, count: innerCount(schema, place.count) };
  const found: (readonly [JsonObject, Place])[] = [];
  const mapType = schema['x-kubernetes-map-type'];
  const tellable = mapType === undefined || mapType === 'granular' || mapType === 'atomic';
  if (isObject(additionalProperties)) {
    found.push([additionalProperties, { ...inner, path: `${place.path}.additionalProperties` }]);
  }
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    const uncorrelatable = place.uncorrelatable ?? (tellable ? undefined : place.path);
    if (isObject(property))
      found.push([property, { ...inner, path: `${place.path}.properties[${name}]`, uncorrelatable }]);
  }
  if (isObject(items)) {
    const uncorrelatable =
      place.uncorrelatable ?? (schema['x-kubernetes-list-type'] === 'map' ? undefined : place.path);
    found.push([items, { ...inner, path: `${place.path}.items`, uncorrelatable }]);
  }
  return found;
}

/** How often a value below may occur. */
function innerCount(schema: JsonObject, count: bigint | undefined): bigint | undefined {
  if (count === undefined) return undefined;
  const limit = limitOf(schema);
  return limit === undefined ? undefined : count * limit;
}

function limitOf(schema: JsonObject): bigint | undefined {
  const repeated =
    schema['type'] === 'array' || (schema['type'] === 'object' && schema['additionalProperties'] !== undefined);
  if (!repeated) return 1n;
  const most = schema[schema['type'] === 'array' ? 'maxItems' : 'maxProperties'];
  return typeof most === 'number' || typeof most === 'bigint' ? BigInt(Math.max(0, Number(most))) : undefined;
}
