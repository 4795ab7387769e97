/** What is compared of an answer of an API server: its code and why it refused, causes in an order of their own. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { TalkReply, TalkTarget } from '../conversation/talk.ts';

export interface AnswerView {
  readonly code: number;
  readonly reason?: string;
  /** Only where there are no causes, which say the same. */
  readonly message?: string;
  readonly causes?: readonly string[];
  readonly warning?: string;
}

export interface Reply {
  readonly view: AnswerView;
  readonly body: Json;
}

/** Sends JSON and reads the answer. */
export async function ask(target: TalkTarget, method: string, url: string, sent?: Json): Promise<Reply> {
  const body = Buffer.from(sent === undefined ? '' : JSON.stringify(sent));
  const reply = await target.send({ method, url, headers: { 'content-type': 'application/json' }, body });
  const text = reply.body.toString();
  // A path that is not served yet is answered in words.
  const read = (text.startsWith('{') ? JSON.parse(text) : null) as Json;
  return { view: viewOf(reply, read), body: read };
}

function viewOf({ code, headers }: TalkReply, body: Json): AnswerView {
  const warnings = [headers['warning'] ?? []].flat().join(', ');
  const warning = warnings === '' ? {} : { warning: warnings };
  if (code < 300) return { code, ...warning };
  const causes = memberAt(body, 'details', 'causes');
  const reason = textAt(body, 'reason') ?? '';
  if (!isList(causes) || causes.length === 0)
    return { code, reason, message: textAt(body, 'message') ?? '', ...warning };
  const texts = causes.filter(isObject).map((cause) => {
    const place = `${textAt(cause, 'field') ?? ''} ${textAt(cause, 'reason') ?? ''}`.trim();
    // Types without a name are numbered at random.
    const message = (textAt(cause, 'message') ?? '').replace(/\bselfType\d+/g, 'selfType');
    return place === '' ? message : `${place}: ${message}`;
  });
  return { code, reason, causes: texts.sort(), ...warning };
}
