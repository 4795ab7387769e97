/** Who may read a source, whatever its server is: from the Secret that a person writes to the condition that a person reads. */
import { describe, expect, test } from 'vitest';
import { type ConnectedSources, connectedSources, type StoredSettings } from '../connected-sources.ts';
import { type ForwardProxy, forwardProxy } from '../forward-proxy.ts';
import type { GuardedSource, OpenGuarded } from '../guarded/guarded-source.ts';

interface Case extends AsyncDisposable {
  readonly guarded: GuardedSource;
  readonly sources: ConnectedSources;
  readonly proxy: ForwardProxy | undefined;
  /** Trust, and a Secret of the repository with these keys. */
  own(keys: Readonly<Record<string, string>>): StoredSettings;
  refresh(): Promise<readonly unknown[] | string>;
}

/** Registers the tests, each straight to the server and through a proxy. */
export function credentialsContract(name: string, open: OpenGuarded): void {
  describe.each(['straight', 'through a proxy'])(`credentials of ${name}, %s`, (way) => {
    const begin = () => opened(open, way !== 'straight');

    test('the right ones open it; missing and wrong ones are told, without a secret in it', async () => {
      await using given = await begin();
      const { guarded, sources } = given;
      await guarded.publish('one');
      sources.store(given.own({}));
      expectTold(await given.refresh(), guarded.refusals.missing);
      sources.store(given.own(guarded.wrong));
      expectTold(await given.refresh(), guarded.refusals.wrong);
      sources.store(given.own(guarded.right));
      expect(await given.refresh()).toEqual(['one']);
    });

    test('those that expire are told at the next refresh; changed in the Secret they open at once, and the old ones are gone', async () => {
      await using given = await begin();
      const { guarded, sources } = given;
      await guarded.publish('one');
      sources.store(given.own(guarded.right));
      expect(await given.refresh()).toEqual(['one']);
      await guarded.change();
      sources.clock.advanceSync(guarded.lasts ?? 0);
      await guarded.publish('two');
      expectTold(await given.refresh(), guarded.refusals.wrong);
      sources.store(given.own(guarded.next));
      expect(await given.refresh()).toEqual(['two']);
      sources.clock.advanceSync(guarded.lasts ?? 0);
      sources.store(given.own(guarded.right));
      expectTold(await given.refresh(), guarded.refusals.wrong);
    });

    test('of a template by the longest prefix, changed while it runs; own ones go before it', async () => {
      await using given = await begin();
      const { guarded, sources } = given;
      const { server, part } = guarded.templates;
      await guarded.publish('one');
      const templates = (some: object, all: object): StoredSettings => ({
        ...given.own({}),
        templates: [
          { ...given.own({}).repositories?.[0], ...server, ...all },
          { ...given.own({}).repositories?.[0], ...part, ...some },
        ],
      });
      sources.store(templates(guarded.right, guarded.wrong));
      expect(await given.refresh()).toEqual(['one']);
      sources.store({ ...templates(guarded.right, guarded.wrong), repositories: [] });
      expect(await given.refresh()).toEqual(['one']);
      sources.store(templates(guarded.wrong, guarded.right));
      expectTold(await given.refresh(), guarded.refusals.wrong);
      sources.store({ ...templates(guarded.wrong, guarded.wrong), ...given.own(guarded.right) });
      expect(await given.refresh()).toEqual(['one']);
    });
  });

  test(`credentials of ${name}: a proxy that does not let in who asks is told, and none is tried without it`, async () => {
    await using given = await opened(open, true);
    const { guarded, sources, proxy } = given;
    await guarded.publish('one');
    const told = given.own(guarded.right);
    const [repository] = told.repositories ?? [];
    sources.store({ ...told, repositories: [{ ...repository, proxy: proxy?.wrongUrl ?? '' }] });
    const message = await given.refresh();
    expect(message).toMatch(/127\.0\.0\.1/);
    expect(message).not.toMatch(/CANARY|me:wrong/);
    sources.store(told);
    expect(await given.refresh()).toEqual(['one']);
    // Exempt from it, straight again.
    const before = proxy?.asked.length;
    sources.store({ ...told, repositories: [{ ...repository, noProxy: 'example.com,127.0.0.1' }] });
    expect(await given.refresh()).toEqual(['one']);
    expect(proxy?.asked).toHaveLength(before ?? 0);
  });
}

async function opened(open: OpenGuarded, isProxied: boolean): Promise<Case> {
  const stack = new AsyncDisposableStack();
  const guarded = stack.use(await open());
  const sources = stack.use(await connectedSources());
  const proxy = isProxied ? stack.use(await forwardProxy()) : undefined;
  const way: Readonly<Record<string, string>> = proxy === undefined ? {} : { proxy: proxy.url };
  return {
    ...{ guarded, sources, proxy },
    own: (keys) => ({
      knownHosts: guarded.knownHosts,
      certificates: guarded.certificates ?? {},
      repositories: [{ ...guarded.repository, ...way, ...keys }],
    }),
    refresh: () => sources.refresh(guarded.source),
    async [Symbol.asyncDispose]() {
      await stack.disposeAsync();
      if (proxy !== undefined) expect(proxy.asked).not.toEqual([]);
    },
  };
}

function expectTold(outcome: readonly unknown[] | string, words: RegExp): void {
  expect(outcome).toMatch(words);
  expect(outcome).not.toMatch(/CANARY|me:secret/);
}
