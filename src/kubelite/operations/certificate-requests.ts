/** Requests for certificates: who asks, who may decide, and when. Source: Kubernetes docs, "Certificates and Certificate Signing Requests". */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Identity } from '../authentication/identity.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { AdmittedWrite } from '../policies/admitted-write.ts';
import { forbidden } from '../status/faults.ts';

/** Where requests are. */
export const CERTIFICATE_REQUESTS = 'certificates.k8s.io/certificatesigningrequests';
const GROUP = 'certificates.k8s.io';

/** The request as its sender's: whatever it says of whom it is from. */
export function requestedBy(request: KubeObject, user: Identity): KubeObject {
  const { username: _, uid: __, groups: ___, extra: ____, ...spec } = isObject(request.spec) ? request.spec : {};
  const { username, uid, groups, extra } = user;
  const who = {
    username,
    ...(uid && { uid }),
    groups,
    ...(extra && Object.keys(extra).length > 0 && { extra }),
  } as JsonObject;
  return { ...request, spec: { ...spec, ...who } };
}

/** Conditions with the times at which they came, where nobody says so. */
export function timedConditions(next: Json | undefined, old: Json | undefined, now: string): JsonObject {
  const before = conditionsOf(old);
  const conditions = conditionsOf(next).map((condition) => {
    const same = before.find((one) => one['type'] === condition['type'] && one['status'] === condition['status']);
    const since = textAt(same, 'lastTransitionTime') ?? now;
    return {
      ...condition,
      lastUpdateTime: condition['lastUpdateTime'] ?? now,
      lastTransitionTime: condition['lastTransitionTime'] ?? since,
    };
  });
  return conditions.length === 0 ? {} : { conditions };
}

function conditionsOf(status: Json | undefined): readonly JsonObject[] {
  const conditions = memberAt(status, 'conditions');
  return isList(conditions) ? conditions.filter(isObject) : [];
}

/** Throws 403 for a decision or a certificate by somebody who may not act for the signer that is asked for. */
export function checkSigner(authorizer: Authorizer, user: Identity, write: AdmittedWrite): void {
  const { definition, subresource, old, object, name } = write;
  if (definition.shelf !== CERTIFICATE_REQUESTS || old === undefined) return;
  const verb = subresource === 'approval' ? 'approve' : subresource === 'status' ? 'sign' : undefined;
  if (verb === undefined) return;
  if (verb === 'sign' && isSameOutcome(old.status, object?.status)) return;
  const signer = textAt(old, 'spec', 'signerName') ?? '';
  if (mayActFor(authorizer, user, { verb, signer })) return;
  const why = `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`;
  throw forbidden(definition, name, why);
}

function isSameOutcome(old: Json | undefined, next: Json | undefined): boolean {
  if (textAt(old, 'certificate') !== textAt(next, 'certificate')) return false;
  return jsonEqual(conditionsOf(old) as Json, conditionsOf(next) as Json);
}

/** A right may be for all signers of a domain. */
function mayActFor(
  authorizer: Authorizer,
  user: Identity,
  { verb, signer }: { readonly verb: string; readonly signer: string },
): boolean {
  return [signer, `${signer.split('/')[0]}/*`].some((name) => {
    const access = { kind: 'resource', verb, group: GROUP, resource: 'signers', subresource: '', namespace: '', name };
    return authorizer.decide(user, { ...access, kind: 'resource' }).allowed;
  });
}
