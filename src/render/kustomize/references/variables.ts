/** `vars`: `$(NAME)` in some fields, replaced by a value of an object. */

import { type FieldSpec, splitPath } from '../configuration/field-spec.ts';
import { type Place, SpecPaths } from '../configuration/visit-fields.ts';
import { explained, kustomizeFault } from '../fault.ts';
import { Growth } from '../object/growth.ts';
import { gvkFrom, gvkText, isClusterScoped } from '../object/kind.ts';
import { at, isMap, isScalar, isSequence, type Node, put, scalarText } from '../object/node.ts';
import { effectiveNamespace, idText, type ResourceId } from '../object/resource-id.ts';
import { idsOf, type ResourceSet } from '../object/resource-set.ts';
import { rewritten } from '../object/rewritten.ts';
import { keepingShared } from '../object/shared-pairs.ts';
import { Written } from '../object/written.ts';

export interface Variable {
  readonly name: string;
  readonly objref?: {
    readonly apiVersion?: string;
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  };
  readonly fieldref?: { readonly fieldpath?: string; readonly fieldPath?: string };
}

/** Adds variables, and notes on resources which they read from. Throws for a name given twice and for one of several objects. */
export function addVariables(
  known: readonly Variable[],
  added: readonly Variable[],
  set: ResourceSet,
): readonly Variable[] {
  return explained(`merging vars [${added.map(asWritten).join(' ')}]`, () => withVariables(known, added, set));
}

function withVariables(known: readonly Variable[], added: readonly Variable[], set: ResourceSet): readonly Variable[] {
  for (const variable of added) {
    const found = objectsOf(variable, set);
    if (found.length > 1) {
      throw kustomizeFault(
        `found ${found.length} resId matches for var ${shown(variable, writtenPath(variable))} (unable to disambiguate)`,
      );
    }
    const [resource] = found;
    if (resource !== undefined) resource.variables = [...resource.variables, variable.name];
  }
  return joinVariables(known, added);
}

/** Both lists; the same variable may come twice, another of its name may not. */
export function joinVariables(known: readonly Variable[], added: readonly Variable[]): readonly Variable[] {
  const result = [...known];
  for (const variable of added) {
    const same = result.find((each) => each.name === variable.name);
    if (same === undefined) result.push(variable);
    else throw kustomizeFault(`var '${variable.name}' already encountered`);
  }
  return result;
}

function targetOf({ objref = {} }: Variable): ResourceId {
  const { group, version } = gvkFrom(objref.apiVersion ?? '', '');
  return {
    group: objref.group ?? group,
    version: objref.version ?? version,
    kind: objref.kind ?? '',
    name: objref.name ?? '',
    namespace: objref.namespace ?? '',
  };
}

function objectsOf(variable: Variable, set: ResourceSet): ReturnType<ResourceSet['everNamed']> {
  const target = targetOf(variable);
  const placed = target.namespace !== '' || isClusterScoped(target);
  return set
    .everNamed(target.name)
    .filter((resource) =>
      idsOf(resource).some(
        (id) =>
          id.name === target.name &&
          id.group === target.group &&
          id.version === target.version &&
          id.kind === target.kind &&
          (!placed || effectiveNamespace(id) === effectiveNamespace(target)),
      ),
    );
}

function fieldPathOf(variable: Variable): string {
  return writtenPath(variable) || 'metadata.name';
}

/** As Go prints it, with the path that stands for one that is not written. */
function shown(variable: Variable, path: string): string {
  return `{${variable.name} ${gvkText(targetOf(variable))} {${path}}}`;
}

function writtenPath({ fieldref }: Variable): string {
  return fieldref?.fieldpath || fieldref?.fieldPath || '';
}

/** As Go prints what was read. */
function asWritten(variable: Variable): string {
  return `{${variable.name} ${gvkText(variable.objref ?? {})} {${writtenPath(variable)}}}`;
}

/** Puts the values in. */
export function resolveVariables(set: ResourceSet, variables: readonly Variable[], specs: readonly FieldSpec[]): void {
  if (variables.length === 0) return;
  const values = new Map(variables.map((variable) => [variable.name, variableValue(variable, set)]));
  const paths = new SpecPaths(specs);
  const growth = new Growth('variables');
  for (const resource of set.resources) {
    const { object, gvk, id } = resource;
    const visit = (place: Place): void => keepingShared(resource, () => replaceAt(place, { values, growth }));
    paths.visit(object, { gvk, name: () => idText(id), visit });
  }
  set.changed();
}

function variableValue(variable: Variable, set: ResourceSet): Node {
  const resource = set.resources.find((each) => each.variables.includes(variable.name));
  if (resource === undefined) {
    throw kustomizeFault(
      `var '${shown(variable, fieldPathOf(variable))}' cannot be mapped to a field in the set of known resources`,
    );
  }
  const value = fieldAt(resource.object, fieldPathOf(variable));
  if (value !== undefined) return rewritten(value);
  throw kustomizeFault(
    `field specified in var '${shown(variable, fieldPathOf(variable))}' not found in corresponding resource`,
  );
}

/** A value by a path such as `spec.ports[0].port`. */
function fieldAt(object: Node, path: string): Node | undefined {
  const steps = splitPath(path.replace(/\[(\d+)\]/g, '.$1'), '.');
  return steps.reduce<Node | undefined>((value, step) => {
    if (isSequence(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
    return at(value, step);
  }, object);
}

interface Values {
  readonly values: ReadonlyMap<string, Node>;
  readonly growth: Growth;
}

function replaceAt({ value, set }: Place, values: Values): void {
  if (isText(value)) set(replaced(scalarText(value), values));
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value))
      if (isText(item)) put(value, key, replaced(scalarText(item), values));
  } else if (isSequence(value)) {
    for (const [index, item] of value.entries()) {
      if (!isText(item)) throw kustomizeFault('invalid value type expect a string');
      value[index] = replaced(scalarText(item), values);
    }
  }
}

/** A text, or what has no type yet. */
function isText(value: Node): boolean {
  return typeof value === 'string' || (value instanceof Written && value.isOpen);
}

/** The text with its variables replaced; one that is nothing but a variable keeps the type of the value. */
function replaced(text: string, { values, growth }: Values): Node {
  const whole = /^\$\(([^)]*)\)$/.exec(text)?.[1];
  const only = whole === undefined ? undefined : values.get(whole);
  if (isScalar(only)) return only;
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (found, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = values.get(name);
    if (!isScalar(value)) return found;
    growth.add(value);
    return scalarText(value);
  });
}
