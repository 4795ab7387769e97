/** What every way out by HTTP does. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { HttpPort, HttpRequest } from '../../ports/http.ts';
import type { MemoryRequest, MemoryServer } from '../memory-http.ts';

export interface HttpCase extends AsyncDisposable {
  readonly port: HttpPort;
  /** Starts a server; its origin. */
  serve(server: MemoryServer): Promise<string>;
}

const CANARY = 'CANARY-4d0c';
const secretHeaders = { authorization: new Secret(CANARY) };
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

/** Registers the tests. `open` gives a port and servers for it. */
export function httpContract(name: string, open: () => Promise<HttpCase>): void {
  const ask = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ url, limit: 1024, ...more });

  describe(`HTTP: ${name}`, () => {
    test('a request arrives whole, and so does the answer, whatever its status', async () => {
      await using given = await open();
      const asked: MemoryRequest[] = [];
      const origin = await given.serve((request) => {
        asked.push(request);
        return { status: 422, headers: { 'x-limit': '7' }, body: 'no' };
      });
      const url = `${origin}/a/b?c=d`;
      const request = ask(url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'hello',
        secretHeaders,
      });
      const { status, headers, body } = await given.port.exchange(request);
      expect([status, headers.get('x-limit'), textOf(body)]).toEqual([422, '7', 'no']);
      expect(asked.map((one) => [one.method, one.url, textOf(one.body)])).toEqual([['POST', '/a/b?c=d', 'hello']]);
      expect(asked[0]?.headers).toMatchObject({ 'content-type': 'text/plain', authorization: CANARY });
    });

    test.each([301, 302, 303, 307, 308])(
      'whoever was elsewhere gets no secrets any more, not even at the first origin: %i',
      async (status) => {
        await using given = await open();
        const seen: [string, string | undefined][] = [];
        let first = '';
        const elsewhere = await given.serve(({ url, headers }) => {
          seen.push([url, headers['authorization']]);
          return { status, headers: { location: `${first}/chosen-elsewhere` } };
        });
        first = await given.serve(({ url, headers }) => {
          seen.push([url, headers['authorization']]);
          return url === '/one' ? { status, headers: { location: `${elsewhere}/two` } } : { status: 200 };
        });
        await given.port.exchange(ask(`${first}/one`, { secretHeaders }));
        expect(seen).toEqual([
          ['/one', CANARY],
          ['/two', undefined],
          ['/chosen-elsewhere', undefined],
        ]);
      },
    );

    test('secrets go to the first origin only, also after a redirect', async () => {
      await using given = await open();
      const seen: (string | undefined)[] = [];
      const elsewhere = await given.serve(({ headers }) => {
        seen.push(headers['authorization']);
        return { status: 200, body: 'moved' };
      });
      const origin = await given.serve(({ url, headers }) => {
        seen.push(headers['authorization']);
        return { status: 302, headers: { location: url === '/one' ? '/two' : `${elsewhere}/three` } };
      });
      const answer = await given.port.exchange(ask(`${origin}/one`, { secretHeaders }));
      expect([textOf(answer.body), answer.url]).toEqual(['moved', `${elsewhere}/three`]);
      expect(seen).toEqual([CANARY, CANARY, undefined]);
    });

    test('redirects are bounded, can be asked not to be followed, and never repeat a POST', async () => {
      await using given = await open();
      let count = 0;
      const origin = await given.serve(() => {
        count += 1;
        return { status: 307, headers: { location: '/again' } };
      });
      await expect(given.port.exchange(ask(origin))).rejects.toEqual(code('http.not-allowed'));
      expect(count).toBe(6);
      expect((await given.port.exchange(ask(origin, { redirects: 0 }))).status).toBe(307);
      expect((await given.port.exchange(ask(origin, { method: 'POST', body: 'x' }))).status).toBe(307);
      expect(count).toBe(8);
    });

    test('an answer over the limit is a fault, not a shorter answer', async () => {
      await using given = await open();
      const origin = await given.serve(() => ({ status: 200, body: 'x'.repeat(1025) }));
      await expect(given.port.exchange(ask(origin))).rejects.toEqual(code('http.too-large'));
      expect((await given.port.exchange(ask(origin, { limit: 1025 }))).body).toHaveLength(1025);
    });

    test('what is no HTTP address is refused, and no fault shows a secret', async () => {
      await using given = await open();
      const origin = await given.serve(() => ({ status: 302, headers: { location: 'file:///etc/passwd' } }));
      for (const url of ['file:///etc/passwd', 'p://x', '', `http://user:${CANARY}@127.0.0.1/`, origin]) {
        const fault = await given.port.exchange(ask(url, { secretHeaders })).catch((error: unknown) => error);
        expect(fault).toEqual(code('http.not-allowed'));
        expect(String(fault)).not.toContain(CANARY);
      }
    });
  });
}
