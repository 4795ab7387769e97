/** A server that is told things, in every mood, for tests of services over HTTP. */
import type { ServerResponse } from 'node:http';
import { httpServer, type ServedRequest, type TestHttpServer } from './http-server.ts';
import type { ServiceMood } from './memory-notifier.ts';

export interface NotifiedServer extends AsyncDisposable {
  readonly server: TestHttpServer;
  readonly received: readonly string[];
  attempts(): number;
  become(mood: ServiceMood): void;
}

export interface NotifiedService {
  /** The text that a request brings. */
  textOf(request: ServedRequest): string;
  /** Answers in this mood; `down` ends the connection before. */
  answer(response: ServerResponse, mood: Exclude<ServiceMood, 'down'>): void;
}

export async function notifiedServer({ textOf, answer }: NotifiedService): Promise<NotifiedServer> {
  const received: string[] = [];
  let mood: ServiceMood = 'well';
  let attempts = 0;
  const server = await httpServer((request, response) => {
    attempts += 1;
    if (mood === 'down') return void response.destroy();
    if (mood === 'well') received.push(textOf(request));
    answer(response, mood);
  });
  return {
    server,
    received,
    attempts: () => attempts,
    become(next) {
      mood = next;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
