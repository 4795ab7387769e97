/** May somebody do something: the four reviews of authorization.k8s.io. */
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { authenticated, type Identity } from '../authentication/identity.ts';
import { missingRoles } from '../authorization/authorizer.ts';
import type { AccessRequest } from '../authorization/policy-rule.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { badRequest } from '../status/faults.ts';
import { answerReview } from './answer-object.ts';
import { ignoredSelectors } from './ignored-selectors.ts';
import { readReview } from './read-review.ts';

export function reviewAccess(call: Call): FullAnswer {
  const review = readReview(call);
  return decided(call, review, subjectOf(review));
}

export function reviewLocalAccess(call: Call): FullAnswer {
  const review = readReview(call, (read) => placeCauses(read, call.path.namespace));
  const placed = { ...review, metadata: { ...review.metadata, namespace: call.path.namespace } };
  return decided(call, placed, subjectOf(review));
}

/** A question in a namespace is about that namespace. */
function placeCauses(review: KubeObject, namespace: string): readonly FieldCause[] {
  const reason = 'FieldValueInvalid';
  const asked = memberAt(review, 'spec', 'nonResourceAttributes');
  const shown = JSON.stringify({ Path: textAt(asked, 'path') ?? '', Verb: textAt(asked, 'verb') ?? '' });
  const wanted = textAt(review, 'spec', 'resourceAttributes', 'namespace') ?? '';
  const elsewhere = isObject(memberAt(review, 'spec', 'resourceAttributes')) && wanted !== namespace;
  const placed = `Invalid value: ${JSON.stringify(wanted)}: must match metadata.namespace`;
  const refused = `Invalid value: ${shown}: disallowed on this kind of request`;
  return [
    ...(elsewhere ? [{ field: 'spec.resourceAttributes.namespace', message: placed, reason }] : []),
    ...(isObject(asked) ? [{ field: 'spec.nonResourceAttributes', message: refused, reason }] : []),
  ];
}

export function reviewOwnAccess(call: Call): FullAnswer {
  const review = readReview(call);
  return decided(call, review, call.user);
}

/** The answer has nothing of the question. */
export function reviewOwnRules(call: Call): FullAnswer {
  const { kind, apiVersion, spec } = readReview(call);
  const namespace = textAt(spec, 'namespace') ?? '';
  if (namespace === '') throw badRequest('no namespace on request');
  const { rules, missing } = call.access.authorizer.rules(call.user, namespace);
  const resourceRules = rules
    .filter(({ resources }) => resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames.length > 0 && { resourceNames }),
    }));
  const nonResourceRules = rules
    .filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
  const evaluationError = missing.length === 0 ? {} : { evaluationError: missingRoles(missing) };
  const status = { resourceRules, nonResourceRules, incomplete: false, ...evaluationError };
  return answerReview(call.request, { kind, apiVersion, metadata: {}, spec: {}, status });
}

function decided(call: Call, review: JsonObject, user: Identity): FullAnswer {
  const { allowed, reason } = call.access.authorizer.decide(user, accessOf(review));
  const evaluationError = ignoredSelectors(memberAt(review, 'spec', 'resourceAttributes')).join('; ');
  const status = { allowed, ...(reason && { reason }), ...(evaluationError && { evaluationError }) };
  return answerReview(call.request, { ...review, status });
}

function subjectOf(review: JsonObject): Identity {
  const groups = texts(memberAt(review, 'spec', 'groups'));
  const user = textAt(review, 'spec', 'user') ?? '';
  return { ...authenticated(user, groups), groups };
}

function accessOf(review: JsonObject): AccessRequest {
  const attributes = memberAt(review, 'spec', 'resourceAttributes');
  if (!isObject(attributes)) {
    const path = memberAt(review, 'spec', 'nonResourceAttributes');
    return { kind: 'path', verb: textAt(path, 'verb') ?? '', path: textAt(path, 'path') ?? '' };
  }
  const text = (name: string) => {
    const value = member(attributes, name);
    return typeof value === 'string' ? value : '';
  };
  return {
    kind: 'resource',
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  };
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(String) : [];
}
