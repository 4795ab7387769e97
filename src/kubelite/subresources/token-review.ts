/** Whose is this token (TokenReview), and who am I (SelfSubjectReview). */
import { isList, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { ISSUER } from '../authentication/authenticator.ts';
import type { Identity } from '../authentication/identity.ts';
import { timeOf } from '../operations/cluster.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { badRequest } from '../status/faults.ts';
import { answerReview } from './answer-object.ts';
import { readReview } from './read-review.ts';

/** Answers a TokenReview. A token that is not valid is an answer, not an error. */
export function reviewToken(call: Call): FullAnswer {
  const review = readReview(call);
  const asked = memberAt(review, 'spec', 'audiences');
  const audiences = isList(asked) && asked.length > 0 ? asked.map(String) : [ISSUER];
  const token = textAt(review, 'spec', 'token') ?? '';
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const verdict = call.access.authenticator.judge(token, audiences);
  const status =
    verdict.kind === 'valid'
      ? { authenticated: true, user: userInfo(verdict.identity), audiences: verdict.audiences }
      : { user: {}, error: verdict.why };
  return answerReview(call.request, { ...review, status });
}

/** Answers a SelfSubjectReview. */
export function reviewSelf(call: Call): FullAnswer {
  const review = readReview(call);
  const { kind, apiVersion } = review;
  const metadata = { creationTimestamp: timeOf(call.cluster) };
  return answerReview(call.request, { kind, apiVersion, metadata, status: { userInfo: userInfo(call.user) } });
}

function userInfo({ username, uid, groups, extra }: Identity): JsonObject {
  return { username, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) };
}
