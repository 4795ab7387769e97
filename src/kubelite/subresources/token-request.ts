/** Tokens of service accounts on request (`kubectl create token`). */

import { rfc3339 } from '../../base/clock.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import { ISSUER } from '../authentication/authenticator.ts';
import { newUuid, timeOf } from '../operations/cluster.ts';
import { claimFields } from '../operations/managed-fields.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { currentObject } from '../requests/current-object.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import { badRequest, conflict, invalid, notFound } from '../status/faults.ts';
import { admitCreated } from './admit-created.ts';
import { answerReview } from './answer-object.ts';
import { readSubresource } from './read-subresource.ts';

const KIND = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', custom: false };
const SHORTEST = 600;
const USUAL = 3600;
const LONGEST = 2 ** 32;
const EXTENDED = 365 * 24 * 3600;
const REFUSED = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

/** Answers a TokenRequest. Throws 404 without the account, 409 for another uid, and 422 for times that are too short or long. */
export function requestToken(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  const request = readSubresource(call, KIND);
  checkNames(request, path);
  const account = currentObject(call);
  if (!account) throw notFound(definition, path.name);
  const { uid = '' } = account.object.metadata;
  checkAccount(request, path.name, uid);
  const seconds = secondsOf(request);
  const asked = memberAt(request, 'spec', 'audiences');
  const audiences = isList(asked) && asked.length > 0 ? asked.map(String) : [ISSUER];
  const bound = memberAt(request, 'spec', 'boundObjectRef') ?? null;
  const { creationTimestamp: _, managedFields: __, ...given } = request.metadata;
  const metadata = { ...given, name: path.name, namespace: path.namespace, uid, creationTimestamp: timeOf(cluster) };
  const spec = { audiences, expirationSeconds: seconds, boundObjectRef: bound };
  admitCreated(call, { ...request, metadata, spec, status: { token: '', expirationTimestamp: null } });
  const claims = boundClaims(call, bound);
  const now = Math.floor(cluster.clock.now() / 1000);
  const token = call.access.authenticator.issueToken({
    aud: audiences,
    exp: now + (isExtended(claims, seconds, audiences) ? EXTENDED : seconds),
    iat: now,
    iss: ISSUER,
    jti: newUuid(cluster.entropy),
    'kubernetes.io': { namespace: path.namespace, ...claims, serviceaccount: { name: path.name, uid } },
    nbf: now,
    sub: `system:serviceaccount:${path.namespace}:${path.name}`,
  });
  return answerReview(call.request, {
    kind: KIND.kind,
    apiVersion: KIND.apiVersion,
    metadata: { ...metadata, ...managersOf(call, request) },
    spec,
    status: { token, expirationTimestamp: rfc3339((now + seconds) * 1000) },
  });
}

/** Who asks for this time for a pod is an old client, whose token stays valid for longer. Source: `WarnOnlyBoundTokenExpirationSeconds`. */
function isExtended({ pod }: JsonObject, seconds: number, audiences: readonly string[]): boolean {
  return pod !== undefined && seconds === 3607 && audiences.length === 1 && audiences[0] === ISSUER;
}

function checkNames({ metadata }: KubeObject, path: Pick<ResourcePath, 'name' | 'namespace'>): void {
  const { name = '' } = metadata;
  if (name === '' || name === path.name) return;
  const message = `Invalid value: ${JSON.stringify(name)}: must match the service account name if specified`;
  throw invalid(REFUSED, path.name, [{ field: 'metadata.name', message, reason: 'FieldValueInvalid' }]);
}

function checkAccount({ metadata }: KubeObject, name: string, uid: string): void {
  if (!metadata.uid || metadata.uid === uid) return;
  const why = `the UID in the token request (${metadata.uid}) does not match the UID of the service account (${uid})`;
  throw conflict({ group: REFUSED.group, plural: KIND.kind }, name, why);
}

const BOUND: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** A token may be bound to a pod, a Secret or a node that is there; that of a pod tells its node. Throws 400, 404, 409. */
function boundClaims(call: Call, bound: Json): JsonObject {
  if (!isObject(bound)) return {};
  const { cluster, path } = call;
  const [apiVersion = '', kind = '', name = ''] = ['apiVersion', 'kind', 'name'].map(
    (part) => textAt(bound, part) ?? '',
  );
  const { group, version } = splitApiVersion(apiVersion);
  const plural = group === '' && Object.hasOwn(BOUND, kind) ? BOUND[kind] : undefined;
  if (plural === undefined) throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  if (name === '') throw badRequest('Name parameter required.');
  const found = cluster.store.get(`/${plural}`, plural === 'nodes' ? '' : path.namespace, name)?.object;
  if (!found) throw notFound({ group: '', plural }, name);
  if (kind === 'Pod' && textAt(found, 'spec', 'serviceAccountName') !== path.name) {
    const account = JSON.stringify(path.name);
    throw badRequest(
      `cannot bind token for serviceaccount ${account} to pod running with different serviceaccount name.`,
    );
  }
  const wanted = textAt(bound, 'uid') ?? '';
  const { uid = '' } = found.metadata;
  if (wanted !== '' && wanted !== uid) {
    const why = `the UID in the bound object reference (${wanted}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', plural: kind }, name, why);
  }
  const node = kind === 'Pod' ? nodeClaim(call, textAt(found, 'spec', 'nodeName') ?? '') : {};
  return { ...node, [kind.toLowerCase()]: { name, uid } };
}

function nodeClaim({ cluster }: Call, name: string): JsonObject {
  if (name === '') return {};
  const uid = cluster.store.get('/nodes', '', name)?.object.metadata.uid;
  return { node: { name, ...(uid !== undefined && { uid }) } };
}

/** The request is an object that somebody wrote. */
function managersOf(call: Call, request: KubeObject): JsonObject {
  const { definition, cluster } = call;
  const { group, version } = splitApiVersion(KIND.apiVersion);
  const asked = { ...definition, ...KIND, group, version, shelf: '' };
  const spec = isObject(request.spec) ? request.spec : {};
  const next = { ...request, spec: { ...spec, expirationSeconds: secondsOf(request) } };
  const { manager } = writeOptionsOf(call, 'CreateOptions');
  const claimed = claimFields({ definition: asked, next, manager, subresource: 'token', time: timeOf(cluster) });
  const { managedFields } = claimed.metadata;
  return managedFields === undefined ? {} : { managedFields: managedFields as Json };
}

function secondsOf(request: KubeObject): number {
  const asked = memberAt(request, 'spec', 'expirationSeconds');
  const seconds = typeof asked === 'number' || typeof asked === 'bigint' ? Number(asked) : USUAL;
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds;
  const detail = seconds < SHORTEST ? 'less than 10 minutes' : 'larger than 2^32 seconds';
  const message = `Invalid value: ${seconds}: may not specify a duration ${detail}`;
  throw invalid(REFUSED, '', [{ field: 'spec.expirationSeconds', message, reason: 'FieldValueInvalid' }]);
}
