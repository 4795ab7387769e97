import { describe, expect, test } from 'vitest';
import { Secret } from '../../../base/secret.ts';
import type { HttpAnswer } from '../../../ports/http.ts';
import { scmContract } from '../../../testkit/contracts/scm.contract.ts';
import { FakeClock } from '../../../testkit/fake-clock.ts';
import { githubServer } from '../../../testkit/github-server.ts';
import { httpServer } from '../../../testkit/http-server.ts';
import { createMemoryScm } from '../../../testkit/memory-scm.ts';
import { createHttpClient } from '../../http-client/http-client.ts';
import { createGithub } from './github.ts';

const TOKEN = 'CANARY-gh';
const credentials = { kind: 'bearer', token: new Secret(TOKEN) } as const;
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const web = { owner: 'team', name: 'web' };

scmContract('GitHub', async () => {
  const stack = new AsyncDisposableStack();
  const host = createMemoryScm();
  const server = stack.use(await httpServer(githubServer(host, TOKEN)));
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  stack.defer(() => http.close());
  const port = createGithub({ http, clock: new FakeClock(), api: server.url, access: { credentials } });
  return { host, port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
});

describe('GitHub', () => {
  const now = Date.UTC(2026, 0, 1);
  /** A host that answers everything so. */
  function answering(answer: {
    readonly status: number;
    readonly body?: string;
    readonly headers?: Record<string, string>;
  }) {
    const asked: string[] = [];
    const http = {
      async exchange({ url }: { readonly url: string }): Promise<HttpAnswer> {
        asked.push(url);
        const { status, body = '', headers = {} } = answer;
        return { status, headers: new Map(Object.entries(headers)), body: new TextEncoder().encode(body), url };
      },
    };
    const port = createGithub({ http, clock: new FakeClock(now), access: { credentials } });
    return { port, asked };
  }

  test.each<[string, number, Record<string, string>, number]>([
    ['seconds', 429, { 'retry-after': '30' }, 30_000],
    ['a date', 403, { 'retry-after': new Date(now + 120_000).toUTCString() }, 120_000],
    [
      'the end of the limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 90) },
      90_000,
    ],
    ['nothing', 429, {}, 60_000],
    ['a year', 429, { 'retry-after': '31536000' }, 3_600_000],
  ])('asked too often, and told to wait by %s', async (_name, status, headers, retryAfter) => {
    const fault = await answering({ status, headers })
      .port.branches(web)
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'scm.rate-limited', kind: 'transient', cause: { retryAfter } });
  });

  test.each([
    [401, 'scm.authentication'],
    [403, 'scm.authentication'],
    [404, 'scm.not-found'],
    [422, 'scm.malformed'],
    [502, 'scm.unreachable'],
  ])('%i is %s', async (status, wanted) => {
    const fault = await answering({ status })
      .port.branches(web)
      .catch((error: unknown) => error);
    expect(fault).toEqual(code(wanted));
    expect(`${fault} ${JSON.stringify(fault)}`).not.toContain(TOKEN);
  });

  test.each([
    ['no JSON', '<html>'],
    ['no list', '{}'],
    ['no branches', '[{"name": 1}]'],
  ])('%s', async (_name, body) => {
    await expect(answering({ status: 200, body }).port.branches(web)).rejects.toEqual(code('scm.malformed'));
  });

  test('endless pages end, and a next page on another server is not asked for', async () => {
    const next = (url: string) => ({ status: 200, body: '[]', headers: { link: `<${url}>; rel="next"` } });
    const endless = answering(next('https://api.github.com/repos/team/web/branches?page=2'));
    await expect(endless.port.branches(web)).rejects.toEqual(code('scm.too-much'));
    const elsewhere = answering(next('https://evil.example.com/repos'));
    await expect(elsewhere.port.branches(web)).rejects.toEqual(code('scm.not-allowed'));
    expect(elsewhere.asked).toEqual(['https://api.github.com/repos/team/web/branches?per_page=100']);
  });

  test('names cannot lead to another part of the interface', async () => {
    const { port, asked } = answering({ status: 404 });
    await port.branch({ owner: '../admin', name: 'a?b#c' }, '../../x').catch(() => undefined);
    expect(asked).toEqual(['https://api.github.com/repos/..%2Fadmin/a%3Fb%23c/branches/..%2F..%2Fx']);
  });
});
