/** The variable `authorizer` of policies and its functions: who may do what, asked while an expression runs. */
import {
  CelFault,
  type CelType,
  type FunctionTable,
  isKind,
  namedType,
  noSuchOverload,
  type Opaque,
  type Value,
} from '../../../lang/cel/index.ts';
import { wrongDnsLabel, wrongDnsSubdomain } from '../../object/names.ts';

/** A question: may somebody do this to a resource, or at a path? */
export type AccessQuestion =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

export interface AccessAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** Why there was no answer. */
  readonly error?: string;
}

/** Answers for the user of the request, or for a service account. */
export type AskAccess = (
  question: AccessQuestion,
  account: { readonly namespace: string; readonly name: string } | undefined,
) => AccessAnswer;

interface Asker {
  readonly kind: 'asker';
  readonly ask: AskAccess;
  readonly account: { readonly namespace: string; readonly name: string } | undefined;
}

interface PathCheck {
  readonly kind: 'path';
  readonly asker: Asker;
  readonly path: string;
}

interface GroupCheck {
  readonly kind: 'group';
  readonly asker: Asker;
  readonly group: string;
}

export interface ResourceNames {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

interface ResourceCheck {
  readonly kind: 'resource';
  readonly asker: Asker;
  readonly names: ResourceNames;
}

interface Decision extends AccessAnswer {
  readonly kind: 'decision';
}

type Held = Asker | PathCheck | GroupCheck | ResourceCheck | Decision;

const TYPES: Readonly<Record<Held['kind'], CelType>> = {
  asker: namedType('Authorizer'),
  path: namedType('PathCheck'),
  group: namedType('GroupCheck'),
  resource: namedType('ResourceCheck'),
  decision: namedType('Decision'),
};

function opaque(held: Held): Opaque {
  return { kind: 'opaque', type: TYPES[held.kind], held, equals: (other) => other.held === held };
}

function isHeld(held: unknown): held is Held {
  return typeof held === 'object' && held !== null && 'kind' in held && String(held.kind) in TYPES;
}

function heldOf<K extends Held['kind']>(value: Value | undefined, kind: K): Extract<Held, { readonly kind: K }> {
  const held = value !== undefined && isKind(value, 'opaque') ? value.held : undefined;
  if (isHeld(held) && isOfKind(held, kind)) return held;
  throw noSuchOverload();
}

function isOfKind<K extends Held['kind']>(held: Held, kind: K): held is Extract<Held, { readonly kind: K }> {
  return held.kind === kind;
}

/** The variable `authorizer`. */
export function authorizerValue(ask: AskAccess): Value {
  return opaque({ kind: 'asker', ask, account: undefined });
}

/** The variable `authorizer.requestResource`: what the request is about. */
export function requestResourceValue(ask: AskAccess, names: ResourceNames): Value {
  return opaque({ kind: 'resource', asker: { kind: 'asker', ask, account: undefined }, names });
}

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw noSuchOverload();
}

function filled(value: Value | undefined, name: string): string {
  const given = text(value);
  if (given.trim() === '') throw new CelFault(`${name} must not be empty`);
  return given;
}

function serviceAccount(value: Value, namespaceValue: Value, nameValue: Value): Value {
  const asker = heldOf(value, 'asker');
  const [namespace, name] = [text(namespaceValue), text(nameValue)];
  if (wrongDnsSubdomain(name).length > 0) throw new CelFault('Invalid service account name');
  if (wrongDnsLabel(namespace).length > 0) throw new CelFault('Invalid service account namespace');
  return opaque({ ...asker, account: { namespace, name } });
}

function named(key: keyof ResourceNames): (check: Value, value: Value) => Value {
  return (check, value) => {
    const held = heldOf(check, 'resource');
    return opaque({ ...held, names: { ...held.names, [key]: text(value) } });
  };
}

/** Selectors narrow a question; roles here do not know them, so the wider question is asked. */
function sameCheck(check: Value, selector: Value): Value {
  text(selector);
  return opaque(heldOf(check, 'resource'));
}

function checkResource(check: Value, verb: Value): Value {
  const { asker, names } = heldOf(check, 'resource');
  return opaque({ kind: 'decision', ...asker.ask({ kind: 'resource', verb: text(verb), ...names }, asker.account) });
}

function checkPath(check: Value, verb: Value): Value {
  const { asker, path } = heldOf(check, 'path');
  return opaque({ kind: 'decision', ...asker.ask({ kind: 'path', verb: text(verb), path }, asker.account) });
}

export const AUTHORIZERS: FunctionTable = {
  path: {
    'authorizer_path: Authorizer.(string) -> PathCheck': (asker, path) =>
      opaque({ kind: 'path', asker: heldOf(asker, 'asker'), path: filled(path, 'path') }),
  },
  group: {
    'authorizer_group: Authorizer.(string) -> GroupCheck': (asker, group) =>
      opaque({ kind: 'group', asker: heldOf(asker, 'asker'), group: text(group) }),
  },
  serviceAccount: { 'authorizer_serviceaccount: Authorizer.(string, string) -> Authorizer': serviceAccount },
  resource: {
    'groupcheck_resource: GroupCheck.(string) -> ResourceCheck': (check, resource) => {
      const { asker, group } = heldOf(check, 'group');
      const names = { group, resource: filled(resource, 'resource'), subresource: '', namespace: '', name: '' };
      return opaque({ kind: 'resource', asker, names });
    },
  },
  subresource: { 'resourcecheck_subresource: ResourceCheck.(string) -> ResourceCheck': named('subresource') },
  namespace: { 'resourcecheck_namespace: ResourceCheck.(string) -> ResourceCheck': named('namespace') },
  name: { 'resourcecheck_name: ResourceCheck.(string) -> ResourceCheck': named('name') },
  fieldSelector: { 'authorizer_fieldselector: ResourceCheck.(string) -> ResourceCheck': sameCheck },
  labelSelector: { 'authorizer_labelselector: ResourceCheck.(string) -> ResourceCheck': sameCheck },
  check: {
    'pathcheck_check: PathCheck.(string) -> Decision': checkPath,
    'resourcecheck_check: ResourceCheck.(string) -> Decision': checkResource,
  },
  errored: { 'decision_errored: Decision.() -> bool': (value) => heldOf(value, 'decision').error !== undefined },
  error: { 'decision_error: Decision.() -> string': (value) => heldOf(value, 'decision').error ?? '' },
  allowed: { 'decision_allowed: Decision.() -> bool': (value) => heldOf(value, 'decision').allowed },
  reason: { 'decision_reason: Decision.() -> string': (value) => heldOf(value, 'decision').reason },
};
