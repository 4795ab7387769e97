/** Answers of API servers in a form that can be compared. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

export interface Answer {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** One line per cause: field, message, reason. What the server finds twice is listed twice. */
  readonly causes: readonly string[];
  readonly warnings: readonly string[];
}

/** A body as JSON where it is an object. */
export function parsed(text: string): Json {
  return text.startsWith('{') ? (JSON.parse(text) as Json) : text;
}

/** What an answer says. `status` is the body of a refusal, decoded where it is JSON. */
export function answerOf(code: number, status: Json | undefined, warnings: readonly string[]): Answer {
  const object: JsonObject = isObject(status) ? status : { message: typeof status === 'string' ? status : '' };
  const details = isObject(object['details']) ? object['details'] : {};
  const causes = isList(details['causes']) ? details['causes'].filter(isObject) : [];
  return {
    code,
    reason: String(object['reason'] ?? ''),
    message: plainText(String(object['message'] ?? '')),
    causes: causes.map(({ field = '', message = '', reason = '' }) => plainText(`${field}: ${message} (${reason})`)),
    warnings: [...warnings],
  };
}

/** What differs from run to run stands in capitals, as in the recording. */
export function plainText(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/\b10\.96\.(?!200\.200)\d+\.\d+/g, 'CLUSTER_IP')
    .replace(/"resourceVersion":"\d+"/g, '"resourceVersion":"VERSION"')
    .replace(/(?<=Bad Value!)[a-z0-9]{5}(?=")/g, 'RANDOM')
    .replace(/\b(kube-api-access-|generated-)[a-z0-9]{5}/g, '$1RANDOM');
}
