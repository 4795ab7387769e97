/**
 * Any HTTP endpoint (Argo CD notifications, service `webhook`). Fields: `method` (default GET), `path` (below the configured
 * address), `body` (default: the message). The recipient says nothing.
 */
import { authorizationHeader } from '../../../base/http-authorization.ts';
import type { Secret } from '../../../base/secret.ts';
import type { HttpAccess, HttpPort, HttpRequest } from '../../../ports/http.ts';
import type { NotifierPort } from '../../../ports/notifier.ts';
import { exchangeFault, notifierFault, statusFault } from '../notifier-fault.ts';

export interface WebhookOptions {
  readonly http: HttpPort;
  /** Addresses of webhooks are often all that they are protected by. */
  readonly url: Secret;
  /** Any of them may hold a token. */
  readonly headers: Readonly<Record<string, Secret>>;
  readonly access: HttpAccess;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const ANSWER_LIMIT = 64 * 1024;

export function createWebhook({ http, url, headers, access }: WebhookOptions): NotifierPort {
  return {
    async send({ message, fields }, _recipient, signal) {
      const address = addressOf(url, fields['path'] ?? '');
      const method = methodOf(fields['method'] ?? '');
      const request: HttpRequest = {
        url: address.href,
        method,
        secretHeaders: { ...authorizationHeader(access.credentials), ...headers },
        route: access.route ?? {},
        limit: ANSWER_LIMIT,
        // What is sent is for this server only.
        redirects: 0,
        ...(method === 'GET' ? {} : { body: fields['body'] ?? message }),
      };
      try {
        const answer = await http.exchange(request, signal);
        if (answer.status < 200 || answer.status > 299) throw statusFault(answer, address.host);
      } catch (error) {
        throw exchangeFault(error, address.host);
      }
      return { id: '' };
    },
  };
}

/** The path of a template stays on the server of the configuration. */
function addressOf(url: Secret, path: string): URL {
  const base = URL.parse(url.reveal());
  if (base === null) throw notifierFault('notifier.invalid', 'the address of the webhook is no URL');
  if (path === '') return base;
  const joined = URL.parse(`${base.origin}${base.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`);
  if (joined === null || joined.origin !== base.origin) {
    throw notifierFault('notifier.invalid', `${base.host}: the path of the template is none`);
  }
  if (joined.search === '') joined.search = base.search;
  return joined;
}

function methodOf(text: string): NonNullable<HttpRequest['method']> {
  if (text === '') return 'GET';
  const found = METHODS.find((method) => method === text.toUpperCase());
  if (found === undefined) throw notifierFault('notifier.invalid', `${JSON.stringify(text)} is no method of a webhook`);
  return found;
}
