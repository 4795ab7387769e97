/** Connections, one pool per way of trusting and proxying, shared by all requests that have the same; few are kept. */
import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { proxyFor, unfitForHttp } from '../../base/proxy-choice.ts';
import type { HttpRoute } from '../../ports/http.ts';
import { checkedLookup, checkHost, type Egress, type Resolve } from './egress.ts';
import { httpFault, shown } from './http-fault.ts';

export interface Pools {
  poolFor(route: HttpRoute, url: URL, egress: Egress): Dispatcher;
  close(): Promise<void>;
}

const CONNECT_MILLISECONDS = 10_000;
const IDLE_MILLISECONDS = 10_000;
const MOST_POOLS = 64;

export function createPools(resolve?: Resolve): Pools {
  const pools = new Map<string, Dispatcher>();
  return {
    poolFor(route, url, egress) {
      const proxy = proxyFor(route, url.href);
      const unfit = unfitForHttp(proxy);
      if (unfit !== undefined) throw httpFault('http.not-allowed', `${shown(url)}: ${unfit}`);
      const key = `${egress} ${keyOf(route, proxy)}`;
      const pool = pools.get(key) ?? open({ route, proxy, egress, resolve });
      pools.delete(key);
      pools.set(key, pool);
      for (const [oldest, unused] of pools) {
        if (pools.size <= MOST_POOLS) break;
        pools.delete(oldest);
        // Ends when what it still serves is done.
        void unused.close();
      }
      return pool;
    },
    async close() {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map((pool) => pool.destroy()));
    },
  };
}

interface Opening {
  readonly route: HttpRoute;
  readonly proxy: string | undefined;
  readonly egress: Egress;
  readonly resolve: Resolve | undefined;
}

function open({ route, proxy, egress, resolve }: Opening): Dispatcher {
  const timeout = CONNECT_MILLISECONDS;
  const tls = trustOf(route);
  if (proxy !== undefined) {
    // The proxy looks names up; itself it stands where it may, which is beside us too.
    const own = egress === 'public' ? egress : 'any';
    checkHost(new URL(proxy), own);
    const proxyTls = { lookup: checkedLookup(own, resolve) };
    return new ProxyAgent({
      uri: proxy,
      requestTls: { ...tls, timeout },
      proxyTls,
      keepAliveTimeout: IDLE_MILLISECONDS,
    });
  }
  const connect = { ...tls, timeout, lookup: checkedLookup(egress, resolve) };
  return new Agent({ connect, keepAliveTimeout: IDLE_MILLISECONDS, connections: 16 });
}

interface Trust {
  readonly ca?: string[];
  readonly rejectUnauthorized?: boolean;
  readonly cert?: string;
  readonly key?: string;
}

function trustOf({ caBundle, insecureSkipVerify, clientCertificate: client }: HttpRoute): Trust {
  return {
    ...(caBundle === undefined ? {} : { ca: [...rootCertificates, caBundle] }),
    ...(insecureSkipVerify === true ? { rejectUnauthorized: false } : {}),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key.reveal() }),
  };
}

function keyOf(route: HttpRoute, proxy: string | undefined): string {
  const { insecureSkipVerify = false, caBundle = '', clientCertificate: client } = route;
  const parts = [proxy ?? '', caBundle, insecureSkipVerify, client?.certificate ?? '', client?.key.reveal() ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
