/** Tokens of service accounts on request (`kubectl create token`). */

import { rfc3339 } from '../../base/clock.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import { ISSUER } from '../authentication/authenticator.ts';
import { newUuid, timeOf } from '../operations/cluster.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { readObject } from '../requests/read-body.ts';
import { badRequest, conflict, invalid, notFound } from '../status/faults.ts';
import { answerReview, checkUntabled } from './answer-object.ts';

const KIND = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', custom: false };
const SHORTEST = 600;
const USUAL = 3600;

/** Answers a TokenRequest. Throws 404 without the account and 422 for a time below ten minutes. */
export function requestToken(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  checkUntabled(call.request);
  const account = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!account) throw notFound(definition, path.name);
  const request = readObject(call.request, KIND);
  const seconds = secondsOf(request);
  const asked = memberAt(request, 'spec', 'audiences');
  const audiences = isList(asked) && asked.length > 0 ? asked.map(String) : [ISSUER];
  const now = Math.floor(cluster.clock.now() / 1000);
  const claims = {
    aud: audiences,
    exp: now + seconds,
    iat: now,
    iss: ISSUER,
    jti: newUuid(cluster.entropy),
    'kubernetes.io': boundTo(account.object, memberAt(request, 'spec', 'boundObjectRef')),
    nbf: now,
    sub: `system:serviceaccount:${path.namespace}:${path.name}`,
  };
  const bound = memberAt(request, 'spec', 'boundObjectRef') ?? null;
  checkBound(call, bound);
  return answerReview(call.request, {
    kind: KIND.kind,
    apiVersion: KIND.apiVersion,
    metadata: {
      name: path.name,
      namespace: path.namespace,
      ...(account.object.metadata.uid !== undefined && { uid: account.object.metadata.uid }),
      creationTimestamp: timeOf(cluster),
      managedFields: [ownedFields(call, request)],
    },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: bound },
    status: {
      token: call.access.authenticator.issueToken(claims),
      expirationTimestamp: rfc3339((now + seconds) * 1000),
    },
  });
}

const BOUND: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** A token may be bound to a pod, a Secret or a node that is there. Throws 400, 404, 409. */
function checkBound({ cluster, path }: Call, bound: Json): void {
  if (!isObject(bound)) return;
  const [apiVersion, kind, name] = ['apiVersion', 'kind', 'name'].map((part) => textAt(bound, part) ?? '');
  const plural = apiVersion === 'v1' && Object.hasOwn(BOUND, kind ?? '') ? BOUND[kind ?? ''] : undefined;
  if (plural === undefined) {
    const { group, version } = splitApiVersion(apiVersion ?? '');
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  }
  const namespace = plural === 'nodes' ? '' : path.namespace;
  const found = cluster.store.get(`/${plural}`, namespace, name ?? '');
  if (!found) throw notFound({ group: '', plural }, name ?? '');
  const uid = textAt(bound, 'uid') ?? '';
  if (uid === '' || uid === found.object.metadata.uid) return;
  const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  throw conflict({ group: '', plural }, name ?? '', why);
}

/** The request is an object that somebody wrote. */
function ownedFields(call: Call, request: KubeObject): JsonObject {
  const { manager } = writeOptionsOf(call, 'CreateOptions');
  const given = isObject(request.spec) ? Object.keys(request.spec) : [];
  const names = [...new Set([...given, 'expirationSeconds'])].toSorted();
  const fields = Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
  return {
    manager,
    operation: 'Update',
    apiVersion: KIND.apiVersion,
    time: timeOf(call.cluster),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': fields },
    subresource: 'token',
  };
}

function secondsOf(request: KubeObject): number {
  const asked = memberAt(request, 'spec', 'expirationSeconds');
  const seconds = typeof asked === 'number' ? asked : USUAL;
  if (seconds >= SHORTEST) return seconds;
  const message = `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`;
  const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' };
  throw invalid(kind, '', [{ field: 'spec.expirationSeconds', message, reason: 'FieldValueInvalid' }]);
}

function boundTo({ metadata }: KubeObject, bound: unknown): JsonObject {
  const { namespace = '', name = '', uid = '' } = metadata;
  const kind = isObject(bound) ? textAt(bound, 'kind') : undefined;
  const other = isObject(bound) && kind ? { [kind.toLowerCase()]: referenceOf(bound) } : {};
  return { namespace, ...other, serviceaccount: { name, uid } };
}

function referenceOf(bound: JsonObject): JsonObject {
  return { name: textAt(bound, 'name') ?? '', ...(textAt(bound, 'uid') && { uid: textAt(bound, 'uid') ?? '' }) };
}
