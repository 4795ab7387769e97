/** Connections to HTTP remotes, one pool per way of trusting and proxying, shared by all remotes that have the same. */
import { createHash } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { GitRemote } from '../../ports/git.ts';
import { proxyFor } from './proxy-choice.ts';

export interface HttpConnections {
  /** The pool for a remote at an address. */
  poolFor(remote: GitRemote, url: string): Dispatcher;
  close(): Promise<void>;
}

/** Which addresses may be connected to. */
export interface EgressRule {
  /** Throws where the host of a URL is an address that may not be. */
  check(url: URL): void;
  /** Resolves names to addresses that may be. */
  readonly lookup: LookupFunction;
}

export interface ConnectionOptions {
  readonly connectTimeout: number;
  /** Absent: any address. */
  readonly egress?: EgressRule | undefined;
}

export function createHttpConnections(options: ConnectionOptions): HttpConnections {
  const pools = new Map<string, Dispatcher>();
  return {
    poolFor(remote, url) {
      const proxy = proxyFor(remote, url);
      options.egress?.check(new URL(proxy ?? url));
      const key = keyOf(remote, proxy);
      const known = pools.get(key);
      if (known !== undefined) return known;
      const pool = open(remote, proxy, options);
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

function open(remote: GitRemote, proxy: string | undefined, options: ConnectionOptions): Dispatcher {
  const lookup = options.egress === undefined ? {} : { lookup: options.egress.lookup };
  const timeout = options.connectTimeout;
  const tls = { ...trustOf(remote), timeout };
  if (proxy === undefined) return new Agent({ connect: { ...tls, ...lookup }, keepAliveTimeout: 10_000 });
  // Through a proxy it is the proxy that looks names up.
  return new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: lookup, keepAliveTimeout: 10_000 });
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
