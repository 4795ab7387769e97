/** May somebody do something: the four reviews of authorization.k8s.io. */
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import { authenticated, type Identity } from '../authentication/identity.ts';
import type { AccessRequest } from '../authorization/authorizer.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { badRequest } from '../status/faults.ts';
import { answerObject } from './answer-object.ts';
import { invalidReview, readReview } from './read-review.ts';

export function reviewAccess(call: Call): FullAnswer {
  const review = readReview(call);
  return decided(call, review, subjectOf(review));
}

export function reviewLocalAccess(call: Call): FullAnswer {
  const review = readReview(call);
  const namespace = textAt(review, 'spec', 'resourceAttributes', 'namespace') ?? '';
  if (namespace !== call.path.namespace) {
    const field = 'spec.resourceAttributes.namespace';
    const message = `Invalid value: ${JSON.stringify(namespace)}: must match metadata.namespace`;
    throw invalidReview(call.definition, [{ field, message, reason: 'FieldValueInvalid' }]);
  }
  const placed = { ...review, metadata: { ...review.metadata, namespace } };
  return decided(call, placed, subjectOf(review));
}

export function reviewOwnAccess(call: Call): FullAnswer {
  const review = readReview(call);
  return decided(call, review, call.user);
}

export function reviewOwnRules(call: Call): FullAnswer {
  const review = readReview(call);
  const namespace = textAt(review, 'spec', 'namespace') ?? '';
  if (namespace === '') throw badRequest('no namespace on request');
  const rules = call.access.authorizer.rules(call.user, namespace);
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
  return answerObject(201, { ...review, status: { resourceRules, nonResourceRules, incomplete: false } });
}

function decided(call: Call, review: JsonObject, user: Identity): FullAnswer {
  const { allowed, reason } = call.access.authorizer.decide(user, accessOf(review));
  return answerObject(201, { ...review, status: { allowed, ...(reason && { reason }) } });
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
