/** Answers that are objects without a place in the store. */

import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { type FullAnswer, jsonAnswer } from '../requests/api-request.ts';

export function answerObject(status: number, object: JsonObject): FullAnswer {
  return jsonAnswer(status, `${stringifyJson(object)}\n`);
}

/** The Status of a request that was done and has nothing to show. */
export function answerSuccess(code: number): FullAnswer {
  return answerObject(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code });
}
