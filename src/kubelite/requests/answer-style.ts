/** How the text of an answer is laid out: for programs in one line, for people in many. */

import { tryParseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { writeYaml } from '../../lang/yaml/write.ts';
import type { AcceptedForm } from './accepted-form.ts';
import { type ApiAnswer, type ApiRequest, headerOf, wholeBody } from './api-request.ts';

export type AnswerStyle = 'plain' | 'pretty' | 'yaml';

/** Programs by which people look at answers. */
const FOR_PEOPLE = /^(?:curl|Wget|Mozilla\/5\.0)/;

/** Source: `isPrettyPrint` of the API server. */
export function answerStyle(
  request: ApiRequest,
  query: URLSearchParams,
  { format, pretty }: Pick<AcceptedForm, 'format' | 'pretty'>,
): AnswerStyle {
  if (format === 'yaml') return 'yaml';
  const asked = query.get('pretty') ?? '';
  const wished = asked === '' ? FOR_PEOPLE.test(headerOf(request, 'user-agent') ?? '') : isTrue(asked);
  return pretty || wished ? 'pretty' : 'plain';
}

/** Source: Go's `strconv.ParseBool`. */
function isTrue(text: string): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text);
}

/** JSON of the API in another style; all else as it is. */
export function inStyle(answer: ApiAnswer, style: AnswerStyle): ApiAnswer {
  if (style === 'plain' || answer.kind !== 'full' || answer.headers['content-type'] !== 'application/json')
    return answer;
  const value = tryParseJson(wholeBody(answer).toString());
  if (value === undefined) return answer;
  if (style === 'pretty') return { ...answer, body: stringifyJson(value, { indent: 2 }) };
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/yaml' }, body: writeYaml(value) };
}
