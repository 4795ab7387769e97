/** `POST /api/webhook`: a push becomes a question to the remote, soon. Nothing that the message says is believed further than that. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import { readBody } from '../http/read-body.ts';
import type { ExtraRoute } from '../server.ts';
import { isConcerned } from './concerned-source.ts';
import type { PushEvent } from './push-event.ts';
import { readWebhook, type WebhookHost } from './read-webhook.ts';

export interface WebhookDependencies {
  readonly secretOf: (host: WebhookHost) => Secret | undefined;
  /** Bytes that a message may have. */
  readonly limit: () => number;
  /** Sources of every Application. */
  readonly sources: () => Iterable<ApplicationSource>;
  /** Told once for each repository that the push concerns, in the words of the Applications. */
  readonly notice: (repoUrl: string) => void;
}

const PATH = '/api/webhook';

export function webhookRoute(dependencies: WebhookDependencies): ExtraRoute {
  return (request, response, { pathname }) => {
    if (pathname !== PATH) return false;
    answer(dependencies, request, response).catch((error: unknown) => fail(response, error));
    return true;
  };
}

async function answer(
  dependencies: WebhookDependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return write(response, 405, 'Webhook processing failed: POST is the only method');
  const body = await readBody(request, dependencies.limit());
  const reading = readWebhook({ headers: request.headers, body, secretOf: dependencies.secretOf });
  if (reading.kind === 'refused') return write(response, 400, `Webhook processing failed: ${reading.message}`);
  if (reading.kind === 'push') for (const url of concerned(dependencies, reading.push)) dependencies.notice(url);
  write(response, 200, '');
}

function concerned({ sources }: WebhookDependencies, push: PushEvent): ReadonlySet<string> {
  const urls = new Set<string>();
  for (const source of sources()) {
    if (!urls.has(source.repoURL) && isConcerned(source, push)) urls.add(source.repoURL);
  }
  return urls;
}

function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof AppError)) {
    response.destroy();
    return;
  }
  write(response, 400, `Webhook processing failed: ${error.message}`);
}

function write(response: ServerResponse, status: number, message: string): void {
  // A message that was not read to its end leaves the connection unusable.
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...(status === 200 ? {} : { connection: 'close' }) };
  response.writeHead(status, headers).end(message === '' ? '' : `${message}\n`);
}
