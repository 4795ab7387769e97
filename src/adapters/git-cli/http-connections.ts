/** Connections to HTTP remotes, one pool per way of trusting and proxying, shared by all remotes that have the same. */
import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { GitRemote } from '../../ports/git.ts';
import { proxyFor } from './proxy-choice.ts';

export interface HttpConnections {
  /** The pool for a remote at an address. */
  poolFor(remote: GitRemote, url: string): Dispatcher;
  close(): Promise<void>;
}

export function createHttpConnections(connectTimeout: number): HttpConnections {
  const pools = new Map<string, Dispatcher>();
  return {
    poolFor(remote, url) {
      const proxy = proxyFor(remote, url);
      const key = keyOf(remote, proxy);
      const known = pools.get(key);
      if (known !== undefined) return known;
      const pool = open(remote, proxy, connectTimeout);
      pools.set(key, pool);
      return pool;
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
    },
  };
}

function open(remote: GitRemote, proxy: string | undefined, timeout: number): Dispatcher {
  const tls = trustOf(remote);
  if (proxy === undefined) return new Agent({ connect: { ...tls, timeout }, keepAliveTimeout: 10_000 });
  return new ProxyAgent({ uri: proxy, requestTls: { ...tls, timeout }, keepAliveTimeout: 10_000 });
}

interface Trust {
  readonly ca?: string[];
  readonly rejectUnauthorized?: boolean;
  readonly cert?: string;
  readonly key?: string;
}

function trustOf(remote: GitRemote): Trust {
  const client = remote.clientCertificate;
  return {
    ...(remote.caBundle === undefined ? {} : { ca: [...rootCertificates, remote.caBundle] }),
    ...(remote.insecureSkipVerify === true ? { rejectUnauthorized: false } : {}),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key.reveal() }),
  };
}

function keyOf(remote: GitRemote, proxy: string | undefined): string {
  const { ca, rejectUnauthorized, cert, key } = trustOf(remote);
  const parts = [
    proxy ?? '',
    remote.caBundle ?? '',
    String(ca?.length),
    String(rejectUnauthorized),
    cert ?? '',
    key ?? '',
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
