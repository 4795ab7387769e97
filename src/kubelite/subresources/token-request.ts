/** Tokens of service accounts on request (`kubectl create token`). */

import { rfc3339 } from '../../base/clock.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { ISSUER } from '../authentication/authenticator.ts';
import { newUuid, timeOf } from '../operations/cluster.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { readObject } from '../requests/read-body.ts';
import { invalid, notFound } from '../status/faults.ts';
import { answerObject } from './answer-object.ts';

const KIND = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', custom: false };
const SHORTEST = 600;
const USUAL = 3600;

/** Answers a TokenRequest. Throws 404 without the account and 422 for a time below ten minutes. */
export function requestToken(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
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
  return answerObject(201, {
    kind: KIND.kind,
    apiVersion: KIND.apiVersion,
    metadata: { name: path.name, namespace: path.namespace, creationTimestamp: timeOf(cluster) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: bound },
    status: {
      token: call.access.authenticator.issueToken(claims),
      expirationTimestamp: rfc3339((now + seconds) * 1000),
    },
  });
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
