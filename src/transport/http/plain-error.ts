/** Refusals that never reached the API: one line of text, as Go's http.Error writes it. */
import type { ServerResponse } from 'node:http';

export function writePlainError(response: ServerResponse, status: number, text: string): void {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, headers).end(`${text}\n`);
}
