/** The embedded API and a real server as partners of differential tests. */
import { createKubelite } from '../../kubelite/index.ts';
import { type ServerAddress, serverTarget } from '../conversation/server-target.ts';
import { FakeClock } from '../fake-clock.ts';
import type { Answered, AskServer } from './mistaken-objects.ts';

function typeOf(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

function warningsOf(header: string | readonly string[] | undefined): readonly string[] {
  const lines = [header ?? []].flat().filter((text) => text !== '');
  return lines.flatMap((text) => text.split(/, (?=299 - )/)).map((text) => JSON.parse(text.slice('299 - '.length)));
}

/** The user of a real server's token. */
const TOKEN_ADMIN = { name: 'token-admin', uid: 'token-admin', groups: ['system:masters'] };

/** A new embedded API, without controllers unless they are asked for; those have done their part before an answer is given. */
export function askEmbedded({ controllers = false } = {}): AskServer {
  const clock = new FakeClock();
  const kubelite = createKubelite({
    clock,
    authorization: 'rbac',
    controllers: controllers ? { nodes: 0 } : false,
  });
  const token = kubelite.issueToken(TOKEN_ADMIN);
  return (method, url, body): Answered => {
    const headers = { authorization: [`Bearer ${token}`], 'content-type': [typeOf(method)] };
    const answer = kubelite.handle({ method, url, headers, body: Buffer.from(body) });
    if (controllers) clock.advanceSync(0);
    const text = answer.kind === 'full' ? answer.body.toString() : '';
    return { status: answer.status, body: text, warnings: warningsOf(answer.headers['warning']) };
  };
}

/** A real server; closes with `close`. */
export function askReal(address: ServerAddress): { readonly ask: AskServer; readonly close: () => void } {
  const target = serverTarget(address);
  return {
    ask: async (method, url, body) => {
      const headers = { 'content-type': typeOf(method) };
      const answer = await target.send({ method, url, headers, body: Buffer.from(body) });
      const warnings = warningsOf(answer.headers['warning']);
      return { status: answer.code, body: answer.body.toString(), warnings };
    },
    close: target.close,
  };
}
