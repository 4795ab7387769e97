/** Connections to HTTP remotes, one pool per way of trusting and proxying, shared by all remotes that have the same. */
import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { proxyFor, unfitForHttp } from '../../base/proxy-choice.ts';
import type { GitRemote } from '../../ports/git.ts';
import { type ChosenRule, type EgressRules, ruleFor } from './egress-rule.ts';
import { gitError } from './git-error.ts';

export interface HttpConnections {
  /** The pool for a remote at an address. */
  poolFor(remote: GitRemote, url: string): Dispatcher;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly connectTimeout: number;
  readonly egress?: EgressRules | undefined;
}

export function createHttpConnections(options: ConnectionOptions): HttpConnections {
  const pools = new Map<string, Dispatcher>();
  return {
    poolFor(remote, url) {
      const proxy = proxyFor(remote, url);
      const unfit = unfitForHttp(proxy);
      if (unfit !== undefined) throw gitError('git.failed', `${new URL(url).host}: ${unfit}`, { kind: 'user' });
      const egress = ruleFor(options.egress ?? {}, remote);
      checkAddress(egress, url, proxy);
      const key = `${egress?.name ?? ''} ${keyOf(remote, proxy)}`;
      const known = pools.get(key);
      if (known !== undefined) return known;
      const pool = open(remote, proxy, { egress, timeout: options.connectTimeout });
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

/** Through a proxy it is the proxy that looks names up; itself it was configured, and may be beside us. */
function checkAddress(egress: ChosenRule | undefined, url: string, proxy: string | undefined): void {
  if (proxy === undefined || egress?.name !== 'all') egress?.rule.check(new URL(url));
  else egress?.rule.check(new URL(proxy));
}

interface Opening {
  readonly egress: ChosenRule | undefined;
  readonly timeout: number;
}

function open(remote: GitRemote, proxy: string | undefined, { egress, timeout }: Opening): Dispatcher {
  const lookup = egress === undefined ? {} : { lookup: egress.rule.lookup };
  const tls = { ...trustOf(remote), timeout };
  if (proxy === undefined) return new Agent({ connect: { ...tls, ...lookup }, keepAliveTimeout: 10_000 });
  const proxyTls = egress?.name === 'all' ? lookup : {};
  return new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls, keepAliveTimeout: 10_000 });
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
