/** Warnings about a policy's expressions by the types of the kinds it is about (`status.typeChecking`). */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import { type CelType, types } from '../../../lang/cel/index.ts';
import { joinApiVersion } from '../../object/kube-object.ts';
import type { TypedObject } from '../schema/typed-object.ts';
import { compileExpression, declaredVariable, objects, policyEnvironment, specOf } from './policy-expressions.ts';

/** A kind that a policy is about. */
export interface CheckedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What a cluster serves. */
export interface ServedTypes {
  kindOf(group: string, version: string, resource: string): string | undefined;
  typeOf(apiVersion: string, kind: string): TypedObject | undefined;
}

const MOST_KINDS = 10;

/** One warning for each expression that does not fit some kind, with a paragraph for each such kind. */
export function typeWarnings(policy: JsonObject, served: ServedTypes): readonly JsonObject[] {
  const spec = specOf(policy);
  const kinds = kindsOf(spec, served).flatMap((kind) => {
    const type = served.typeOf(joinApiVersion(kind.group, kind.version), kind.kind);
    return type === undefined ? [] : [{ kind, type }];
  });
  const wanted = memberAt(spec, 'paramKind');
  const params = isObject(wanted)
    ? served.typeOf(textAt(wanted, 'apiVersion') ?? '', textAt(wanted, 'kind') ?? '')
    : undefined;
  return objects(spec['validations']).flatMap((validation, index) =>
    ['expression', 'messageExpression'].flatMap((field) => {
      const text = textAt(validation, field) ?? '';
      if (text === '') return [];
      const warnings = kinds.flatMap(({ kind, type }) => warningOf(text, { spec, kind, object: type, params }));
      if (warnings.length === 0) return [];
      return [{ fieldRef: `spec.validations[${index}].${field}`, warning: warnings.join('\n') }];
    }),
  );
}

interface CheckedPlace {
  readonly spec: JsonObject;
  readonly kind: CheckedKind;
  readonly object: TypedObject;
  readonly params: TypedObject | undefined;
}

function warningOf(text: string, { spec, kind, object, params }: CheckedPlace): readonly string[] {
  const declared = new Map<string, CelType>();
  const names = { params: params !== undefined, authorizer: true, requestResource: false, variables: declared };
  const known = {
    object: object.type,
    ...(params && { params: params.type }),
    structs: (name: string) => object.structs(name) ?? params?.structs(name),
  };
  for (const variable of objects(spec['variables'])) {
    const source = textAt(variable, 'expression') ?? '';
    const { program } = compileExpression(source, policyEnvironment(names, known), []);
    const type = program === undefined ? types.DYN : declaredVariable(program.type);
    declared.set(textAt(variable, 'name') ?? '', type);
  }
  const { error } = compileExpression(text, policyEnvironment(names, known), []);
  if (error === undefined) return [];
  const said = error.detail.replace(/^compilation failed: /, '');
  const lead = error.kind === 'invalid' ? '' : 'type checking error: ';
  return [`${kind.group}/${kind.version}, Kind=${kind.kind}: ${lead}${said}\n`];
}

/** The kinds that the rules name without wildcards, the first ten. */
function kindsOf(spec: JsonObject, served: ServedTypes): readonly CheckedKind[] {
  const found = new Map<string, CheckedKind>();
  for (const rule of objects(memberAt(spec, 'matchConstraints', 'resourceRules'))) {
    for (const kind of kindsOfRule(rule, served)) {
      if (found.size < MOST_KINDS) found.set(`${kind.group} ${kind.version} ${kind.kind}`, kind);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function kindsOfRule(rule: JsonObject, served: ServedTypes): readonly CheckedKind[] {
  const [groups, versions] = [texts(rule['apiGroups']), texts(rule['apiVersions'])];
  if ([...groups, ...versions].some((text) => text.includes('*'))) return [];
  const resources = texts(rule['resources']).filter((text) => !/[*/]/.test(text));
  return groups.flatMap((group) =>
    versions.flatMap((version) =>
      resources.flatMap((resource) => {
        const kind = served.kindOf(group, version, resource);
        return kind === undefined ? [] : [{ group, version, kind }];
      }),
    ),
  );
}

function texts(list: Json | undefined): readonly string[] {
  return isList(list) ? list.filter((each) => typeof each === 'string').sort() : [];
}
