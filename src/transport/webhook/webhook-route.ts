/** `POST /api/webhook`: a push becomes a question to the remote, soon. Nothing that the message says is believed further than that. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, hasCode } from '../../base/errors.ts';
import { repositoryPlace } from '../../base/repository-place.ts';
import type { Secret } from '../../base/secret.ts';
import type { ExtraRoute } from '../server.ts';
import { concernedBy, type WatchedSource } from './concerned-source.ts';
import type { WebhookEvent } from './push-event.ts';
import { readWebhook } from './read-webhook.ts';
import { RequestGate } from './request-gate.ts';

export interface WebhookDependencies {
  /** The value of `webhook.<key>` in the installation's Secret. */
  readonly secretOf: (key: string) => Secret | undefined;
  /** Bytes that a message may have. */
  readonly limit: () => number;
  /** Messages that are taken at a time. */
  readonly parallel: () => number;
  /** What is watched of the repository at a `repositoryPlace`. */
  readonly sourcesAt: (place: string) => Iterable<WatchedSource>;
  /** Told once for each repository that the message concerns, in the words of those who watch it. */
  readonly notice: (repoUrl: string) => void;
  readonly monotonic: () => number;
}

const PATH = '/api/webhook';
const PATIENCE_MILLISECONDS = 30_000;
/** Names under which the one registry is reached. */
const DOCKER_HUB = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

export function webhookRoute(dependencies: WebhookDependencies): ExtraRoute {
  const { limit: bytes, parallel, monotonic } = dependencies;
  const gate = new RequestGate({ bytes, parallel, monotonic, patience: PATIENCE_MILLISECONDS });
  return (request, response, url) => {
    if (url.pathname !== PATH) return false;
    answer(dependencies, gate, { request, response, query: url.searchParams }).catch((error: unknown) =>
      fail(response, error),
    );
    return true;
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

async function answer(
  dependencies: WebhookDependencies,
  gate: RequestGate,
  { request, response, query }: Exchange,
): Promise<void> {
  if (request.method !== 'POST') return write(response, 405, 'Webhook processing failed: POST is the only method');
  const body = await gate.read(request);
  const { headers } = request;
  const reading = readWebhook({ headers, query, body, secretOf: dependencies.secretOf });
  if (reading.kind === 'refused') return write(response, 400, reading.message);
  if (reading.kind === 'events') for (const url of concerned(dependencies, reading.events)) dependencies.notice(url);
  write(response, 200, '');
}

function concerned({ sourcesAt }: WebhookDependencies, events: readonly WebhookEvent[]): ReadonlySet<string> {
  const urls = new Set<string>();
  const known = new Map<string, readonly WatchedSource[]>();
  for (const event of events) {
    const isConcerned = concernedBy(event);
    for (const place of new Set(placesOf(event))) {
      const sources = known.get(place) ?? [...sourcesAt(place)];
      known.set(place, sources);
      for (const source of sources) if (!urls.has(source.repoURL) && isConcerned(source)) urls.add(source.repoURL);
    }
  }
  return urls;
}

function placesOf(event: WebhookEvent): readonly string[] {
  if (event.kind === 'push') return event.urls.map(repositoryPlace);
  const [host = '', ...path] = repositoryPlace(event.repository).split('/');
  const hosts = DOCKER_HUB.includes(host) ? DOCKER_HUB : [host];
  return hosts.map((one) => [one, ...path].join('/'));
}

function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof AppError)) {
    response.destroy();
    return;
  }
  write(response, statusOf(error), `Webhook processing failed: ${error.message}`);
}

function statusOf(error: AppError): number {
  if (hasCode(error, 'api.too-many')) return 429;
  if (hasCode(error, 'api.body-too-large')) return 413;
  return hasCode(error, 'api.too-slow') ? 408 : 400;
}

function write(response: ServerResponse, status: number, message: string): void {
  // A message that was not read to its end leaves the connection unusable.
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...(status === 200 ? {} : { connection: 'close' }) };
  response.writeHead(status, headers).end(message === '' ? '' : `${message}\n`);
}
