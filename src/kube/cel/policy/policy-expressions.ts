/** Compiling the expressions of a ValidatingAdmissionPolicy, each with the variables it may use. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import {
  type CelType,
  compileProgram,
  type Environment,
  type Program,
  type StructFields,
  types,
  typeText,
} from '../../../lang/cel/index.ts';
import { KUBERNETES_FUNCTIONS } from '../kubernetes-environment.ts';
import { NAMESPACE, REQUEST, REQUEST_TYPES } from './request-types.ts';

export interface CompiledExpression {
  readonly text: string;
  readonly program?: Program;
  /** Why there is no program. */
  readonly error?: { readonly kind: 'invalid' | 'internal'; readonly detail: string };
}

/** What an expression may name besides the object and the request. */
export interface Names {
  readonly params: boolean;
  readonly authorizer: boolean;
  /** False: the authorizer has no check of the request's own resource, as in type checking. */
  readonly requestResource?: boolean;
  /** The variables of the policy before it; undefined where it has none. */
  readonly variables?: ReadonlyMap<string, CelType>;
}

/** Types of `object`, `oldObject` and `params` where they are known; else anything. */
export interface ObjectTypes {
  readonly object?: CelType;
  readonly params?: CelType;
  readonly structs?: StructFields;
}

const VARIABLES = 'kubernetes.variables';

/** Compiles an expression that must have one of the types; all types do where none are given. */
export function compileExpression(
  text: string,
  environment: Environment,
  wanted: readonly string[],
): CompiledExpression {
  const compiled = compileProgram(text, environment);
  if (compiled.kind === 'errors') {
    return { text, error: { kind: 'invalid', detail: `compilation failed: ${compiled.text}` } };
  }
  if (compiled.kind === 'unusable') {
    return { text, error: { kind: 'internal', detail: `program instantiation failed: ${compiled.text}` } };
  }
  const type = typeText(compiled.program.type);
  if (wanted.length === 0 || wanted.includes(type)) return { text, program: compiled.program };
  const names = wanted.length === 1 ? wanted[0] : `one of [${wanted.join(' ')}]`;
  return { text, error: { kind: 'invalid', detail: `must evaluate to ${names} but got ${type}` } };
}

/** The environment of an expression of a policy. */
export function policyEnvironment(names: Names, known: ObjectTypes = {}): Environment {
  const object = known.object ?? types.DYN;
  const variables = new Map<string, CelType>([
    ['object', object],
    ['oldObject', object],
    ['namespaceObject', NAMESPACE],
    ['request', REQUEST],
  ]);
  if (names.params) variables.set('params', known.params ?? types.DYN);
  if (names.authorizer) {
    variables.set('authorizer', types.struct('kubernetes.authorization.Authorizer'));
  }
  if (names.authorizer && names.requestResource !== false) {
    variables.set('authorizer.requestResource', types.struct('kubernetes.authorization.ResourceCheck'));
  }
  if (names.variables !== undefined) variables.set('variables', types.struct(VARIABLES));
  const structs = (name: string) =>
    name === VARIABLES ? names.variables : (REQUEST_TYPES.get(name) ?? known.structs?.(name));
  return { variables, functions: KUBERNETES_FUNCTIONS, structs };
}

export interface CompiledPolicy {
  readonly variables: ReadonlyMap<string, CompiledExpression>;
  readonly matchConditions: readonly CompiledExpression[];
  readonly validations: readonly CompiledExpression[];
  /** Undefined where a validation has no message of its own. */
  readonly messages: readonly (CompiledExpression | undefined)[];
  readonly auditAnnotations: readonly CompiledExpression[];
}

/** Compiles all expressions of a policy's spec. */
export function compilePolicy(spec: JsonObject, known: ObjectTypes = {}): CompiledPolicy {
  const params = isObject(spec['paramKind']);
  const declared = new Map<string, CelType>();
  const names: Names = { params, authorizer: true, variables: declared };
  const variables = new Map<string, CompiledExpression>();
  for (const variable of objects(spec['variables'])) {
    const name = textAt(variable, 'name') ?? '';
    const compiled = compileExpression(textAt(variable, 'expression') ?? '', policyEnvironment(names, known), []);
    variables.set(name, compiled);
    declared.set(name, declaredVariable(compiled.program?.type));
  }
  const environment = policyEnvironment(names, known);
  const quiet = policyEnvironment({ ...names, authorizer: false }, known);
  const all = (list: Json | undefined, key: string, wanted: readonly string[]) =>
    objects(list).map((each) => compileExpression((textAt(each, key) ?? '').trim(), environment, wanted));
  return {
    variables,
    matchConditions: all(spec['matchConditions'], 'expression', ['bool']),
    validations: objects(spec['validations']).map((each) =>
      compileExpression(textAt(each, 'expression') ?? '', environment, ['bool']),
    ),
    messages: objects(spec['validations']).map((each) => {
      const text = textAt(each, 'messageExpression') ?? '';
      return text.trim() === '' ? undefined : compileExpression(text, quiet, ['string']);
    }),
    auditAnnotations: all(spec['auditAnnotations'], 'valueExpression', ['string', 'null_type']),
  };
}

/** The type under which later expressions see a variable: of objects and opaque values only that they are something. */
export function declaredVariable(type: CelType | undefined): CelType {
  if (type === undefined) return types.DYN;
  if (type.kind === 'list' || type.kind === 'map') return { ...type, params: type.params.map(declaredVariable) };
  const simple = ['bool', 'bytes', 'double', 'duration', 'int', 'null', 'string', 'timestamp', 'uint'];
  return simple.includes(type.kind) ? type : types.DYN;
}

/** The objects of a list. */
export function objects(list: Json | undefined): readonly JsonObject[] {
  return isList(list) ? list.filter(isObject) : [];
}

/** The spec of a policy. */
export function specOf(policy: JsonObject): JsonObject {
  const spec = memberAt(policy, 'spec');
  return isObject(spec) ? spec : {};
}
