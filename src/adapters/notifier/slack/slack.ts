/**
 * Slack, and chats with the same interface (`chat.postMessage`; Argo CD notifications, service `slack`). Fields: `attachments`
 * and `blocks`, each a JSON list. The recipient is a channel's name or id.
 */
import { tryParseJson } from '../../../base/json/parse.ts';
import { isList, isObject, type Json, textAt } from '../../../base/json-value.ts';
import { Secret } from '../../../base/secret.ts';
import type { HttpAnswer, HttpPort, HttpRequest, HttpRoute } from '../../../ports/http.ts';
import type { NotifierPort } from '../../../ports/notifier.ts';
import { exchangeFault, notifierFault, rateLimited, statusFault } from '../notifier-fault.ts';

export interface SlackOptions {
  readonly http: HttpPort;
  readonly token: Secret;
  /** Default `https://slack.com/api`. */
  readonly api?: string;
  /** Shown as the sender. */
  readonly username?: string;
  /** An emoji (`:ship:`) or the URL of a picture. */
  readonly icon?: string;
  readonly disableUnfurl?: boolean;
  readonly route?: HttpRoute;
}

const ANSWER_LIMIT = 256 * 1024;
const AUTHENTICATION = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
];

export function createSlack(options: SlackOptions): NotifierPort {
  const { http, token, api = 'https://slack.com/api', route = {} } = options;
  const { host } = new URL(api);
  return {
    async send({ message, fields }, recipient, signal) {
      if (recipient === '') throw notifierFault('notifier.invalid', `${host}: no channel is named`);
      const lists = { ...listField(fields, 'attachments'), ...listField(fields, 'blocks') };
      const body = { channel: recipient, text: message, ...appearance(options), ...lists };
      const request: HttpRequest = {
        url: `${api.replace(/\/+$/, '')}/chat.postMessage`,
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        secretHeaders: { authorization: new Secret(`Bearer ${token.reveal()}`) },
        body: JSON.stringify(body),
        route,
        limit: ANSWER_LIMIT,
      };
      try {
        return { id: timestampOf(await http.exchange(request, signal), host) };
      } catch (error) {
        throw exchangeFault(error, host);
      }
    },
  };
}

function appearance({ username, icon = '', disableUnfurl }: SlackOptions): Readonly<Record<string, Json>> {
  const picture = icon.startsWith(':') ? { icon_emoji: icon } : { icon_url: icon };
  return {
    ...(username === undefined ? {} : { username }),
    ...(icon === '' ? {} : picture),
    ...(disableUnfurl === true ? { unfurl_links: false, unfurl_media: false } : {}),
  };
}

function listField(fields: Readonly<Record<string, string>>, name: string): Readonly<Record<string, Json>> {
  const text = fields[name] ?? '';
  if (text.trim() === '') return {};
  const value = tryParseJson(text);
  if (isList(value)) return { [name]: value };
  throw notifierFault('notifier.invalid', `${name} of the template is no JSON list`);
}

/** Slack says what is wrong in the body of a 200. Its words are its own, of a fixed list. */
function timestampOf(answer: HttpAnswer, host: string): string {
  if (answer.status !== 200) throw statusFault(answer, host);
  const said = tryParseJson(new TextDecoder().decode(answer.body));
  if (!isObject(said)) throw notifierFault('notifier.unreachable', `${host}: the answer is no JSON`);
  if (said['ok'] === true) return textAt(said, 'ts') ?? '';
  const word = (textAt(said, 'error') ?? '').replace(/[^a-z_]/g, '').slice(0, 60);
  if (word === 'ratelimited') throw rateLimited(answer.headers, host);
  const code = AUTHENTICATION.includes(word) ? 'notifier.authentication' : 'notifier.rejected';
  throw notifierFault(code, `${host}: ${word || 'refused without a reason'}`);
}
