/** How a request ended, as an audit event says it. */
import { tryParseJson } from '../../base/json/parse.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { ApiAnswer } from '../requests/api-request.ts';

/** Bodies of this server begin so where they are a Status; everything else is not even read. */
const STATUS_BODY = '{"kind":"Status"';

/** The `responseStatus` of audit.k8s.io/v1: the code, and of an answer that is a Status all that it says (as kube-apiserver). */
export function responseStatusOf(answer: ApiAnswer): JsonObject {
  const { status, message, reason, details } = statusIn(answer) ?? {};
  return {
    metadata: {},
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code: answer.status,
  };
}

function statusIn(answer: ApiAnswer): JsonObject | undefined {
  if (answer.kind !== 'full' || typeof answer.body !== 'string' || !answer.body.startsWith(STATUS_BODY))
    return undefined;
  const value = tryParseJson(answer.body);
  return isObject(value) ? value : undefined;
}
