/** Answers that are objects without a place in the store. */

import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { acceptedForm } from '../requests/accepted-form.ts';
import { type ApiRequest, type FullAnswer, headerOf, jsonAnswer } from '../requests/api-request.ts';

export function answerObject(status: number, object: JsonObject): FullAnswer {
  return jsonAnswer(status, `${stringifyJson(object)}\n`);
}

/** The Status of a request that was done and has nothing to show. */
export function answerSuccess(code: number): FullAnswer {
  return answerObject(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code });
}

/** The answer to a question, or its metadata for those who ask for no more. Throws 406. */
export function answerReview(request: ApiRequest, review: JsonObject): FullAnswer {
  const form = acceptedForm(headerOf(request, 'accept'), { untabled: true });
  if (form.view !== 'partial') return answerObject(201, review);
  const { metadata = {} } = review;
  return answerObject(201, { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${form.version}`, metadata });
}
