/** Repositories of Git behind sshd: keys, and the hosts that are known. */
import { describe, expect, test } from 'vitest';
import { connectedSources } from '../../../testkit/connected-sources.ts';
import { credentialsContract } from '../../../testkit/contracts/credentials.contract.ts';
import { forwardProxy } from '../../../testkit/forward-proxy.ts';
import { guardedSsh } from '../../../testkit/guarded/guarded-ssh.ts';
import { hasSshServer } from '../../../testkit/ssh-server.ts';

describe.skipIf(!hasSshServer)('sshd', () => {
  credentialsContract('git over ssh', guardedSsh);

  describe.each(['straight', 'through a proxy'])('known hosts, %s', (way) => {
    async function begin() {
      const stack = new AsyncDisposableStack();
      const guarded = stack.use(await guardedSsh());
      const sources = stack.use(await connectedSources());
      const proxy = way === 'straight' ? undefined : stack.use(await forwardProxy());
      await guarded.publish('one');
      const own = { ...guarded.repository, ...guarded.right, ...(proxy === undefined ? {} : { proxy: proxy.url }) };
      return {
        ...{ guarded, sources, own },
        refresh: () => sources.refresh(guarded.source),
        [Symbol.asyncDispose]: () => stack.disposeAsync(),
      };
    }
    const unknown = /ssh:\/\/\S+@127\.0\.0\.1:\d+\/\S+app\.git: the host key .*argocd-ssh-known-hosts-cm/;

    test('one that is missing, of another host, or another key is told; added, it opens at the next refresh', async () => {
      await using given = await begin();
      const { guarded, sources, own, refresh } = given;
      const [, ...key] = guarded.knownHosts.split(' ');
      const wrong = guarded.knownHosts.replace(/[^ ]{20}$/, 'A'.repeat(20));
      for (const knownHosts of ['', ['git.example.com', ...key].join(' '), wrong, 'no line at all']) {
        sources.store({ knownHosts, repositories: [own] });
        expect(await refresh(), knownHosts).toMatch(unknown);
      }
      sources.store({ knownHosts: `# ours\n\n${guarded.knownHosts}\n`, repositories: [own] });
      expect(await refresh()).toEqual(['one']);
    });

    test('a server whose key changed is refused until the new one stands in the ConfigMap', async () => {
      await using given = await begin();
      const { guarded, sources, own, refresh } = given;
      sources.store({ knownHosts: guarded.knownHosts, repositories: [own] });
      expect(await refresh()).toEqual(['one']);
      const changed = await guarded.server.changeHostKey();
      await guarded.publish('two');
      expect(await refresh()).toMatch(unknown);
      sources.store({ knownHosts: changed, repositories: [own] });
      expect(await refresh()).toEqual(['two']);
    });

    test.each(['insecure', 'insecureIgnoreHostKey'])('%s overlooks it, for this repository', async (key) => {
      await using given = await begin();
      const { sources, own, refresh } = given;
      sources.store({ knownHosts: '', repositories: [{ ...own, [key]: 'true' }] });
      expect(await refresh()).toEqual(['one']);
      sources.store({ knownHosts: '', repositories: [{ ...own, [key]: 'false' }] });
      expect(await refresh()).toMatch(unknown);
    });
  });
});
