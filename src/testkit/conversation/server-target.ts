/** An API server over HTTPS as a partner of conversations. */
import { Agent, request as httpsRequest } from 'node:https';
import { REST, type TalkReply, type TalkRequest, type TalkTarget } from './talk.ts';

export interface ServerAddress {
  /** With scheme and port. */
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

const SILENCE = 2000;

/** Closes with `close`. */
export function serverTarget({ url, ca, token }: ServerAddress): TalkTarget & { readonly close: () => void } {
  const agent = new Agent({ keepAlive: true, ca });
  const exchange = (sent: TalkRequest, lines: number): Promise<TalkReply> =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${token}`, ...sent.headers, 'content-length': sent.body.length };
      const values = Object.entries(headers).map(([name, value]) => [name, listed(value)]);
      const options = { method: sent.method, agent, headers: Object.fromEntries(values), path: sent.url };
      const { hostname, port } = new URL(url);
      const asked = httpsRequest({ ...options, hostname, port }, (answer) => {
        const chunks: Buffer[] = [];
        const finish = (): void => {
          clearTimeout(timer);
          const body = Buffer.concat(chunks);
          resolve({ code: answer.statusCode ?? 0, headers: answer.headers, body });
          answer.destroy();
        };
        const timer = setTimeout(finish, lines > 0 ? SILENCE : 60_000);
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (lines > 0 && Buffer.concat(chunks).toString().split('\n').length > lines) finish();
        });
        answer.on('end', finish);
      });
      // A server that panics breaks the connection off: code 0.
      asked.on('error', () => resolve({ code: 0, headers: {}, body: Buffer.from('') }));
      asked.end(sent.body);
    });
  return {
    send: (request) => exchange(request, 0),
    watch: (request, lines) => exchange(request, lines),
    rest: REST,
    close: () => agent.destroy(),
  };
}

/** A header that is sent several times. */
function listed(value: string | number): string | readonly string[] {
  const parts = String(value).split('\u0000');
  return parts.length === 1 ? String(value) : parts;
}
