/** The variables of a policy's expressions for one write. */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { type AskAccess, authorizerValue, requestResourceValue } from '../../kube/cel/library/authorizers.ts';
import type { Resource } from '../../kube/cel/policy/match-resources.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import { fromJson, mapOfObject, type Value } from '../../lang/cel/index.ts';
import { authenticated } from '../authentication/identity.ts';
import type { AdmissionInput } from './admit-by-policies.ts';
import type { AdmittedWrite } from './admitted-write.ts';

export interface ValuesInput {
  readonly input: AdmissionInput;
  readonly write: AdmittedWrite;
  /** The resource in the version that the policy matched. */
  readonly resource: Resource;
  readonly param: KubeObject | undefined;
}

export function policyValues({ input, write, resource, param }: ValuesInput): ReadonlyMap<string, Value> {
  const { definition, object, old, subresource, namespace, name } = write;
  const shown = (given: KubeObject) => (write.as ? given : definition.convert(given, versionOf(resource)));
  const convert = (given: KubeObject | undefined): Value =>
    given === undefined ? null : fromJson(shown(given) as Json);
  const ask = asked(input);
  const names = { group: resource.group, resource: resource.resource, subresource, namespace, name };
  return new Map<string, Value>([
    ['object', convert(object)],
    ['oldObject', convert(old)],
    ['params', param === undefined ? null : fromJson(param as Json)],
    ['request', mapOfObject(requestOf(input, write, resource))],
    ['namespaceObject', namespaceValue(input, write)],
    ['authorizer', authorizerValue(ask)],
    ['authorizer.requestResource', requestResourceValue(ask, names)],
  ]);
}

function versionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The request as a review of admission.k8s.io has it. */
function requestOf({ user, options }: AdmissionInput, write: AdmittedWrite, resource: Resource): JsonObject {
  const { definition, subresource, namespace, name, operation, dryRun } = write;
  const { group, version, plural } = definition;
  const own = write.as && { ...splitApiVersion(write.as.apiVersion), kind: write.as.kind };
  const requestKind = own ?? { group, version, kind: definition.kind };
  return {
    uid: '',
    kind: own ?? { group: resource.group, version: resource.version, kind: definition.kind },
    resource: { group: resource.group, version: resource.version, resource: resource.resource },
    ...(subresource && { subResource: subresource }),
    requestKind,
    requestResource: { group, version, resource: plural },
    ...(subresource && { requestSubResource: subresource }),
    ...(name && { name }),
    ...(namespace && { namespace }),
    operation,
    userInfo: {
      ...(user.username && { username: user.username }),
      ...(user.uid && { uid: user.uid }),
      ...(user.groups.length > 0 && { groups: user.groups }),
      ...(user.extra && Object.keys(user.extra).length > 0 && { extra: user.extra }),
    },
    object: null,
    oldObject: null,
    dryRun,
    options,
  };
}

/** The namespace that the object is in; a namespace is in none. */
function namespaceValue({ cluster }: AdmissionInput, { namespace, definition }: AdmittedWrite): Value {
  if (namespace === '' || definition.shelf === '/namespaces') return null;
  const found = cluster.store.get('/namespaces', '', namespace)?.object;
  if (found === undefined) return null;
  const { managedFields: _, ownerReferences: __, ...metadata } = found.metadata;
  return fromJson({ metadata, spec: found.spec ?? {}, status: found.status ?? {} } as Json);
}

function asked({ authorizer, user }: AdmissionInput): AskAccess {
  return (question, account) => {
    const groups = account && ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
    const who = account
      ? authenticated(`system:serviceaccount:${account.namespace}:${account.name}`, groups ?? [])
      : user;
    return authorizer.decide(who, question);
  };
}
