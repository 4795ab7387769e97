/** A Kubernetes API over HTTPS. The only export of this folder that opens connections. */
import type { Clock } from '../../base/clock.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { KubeConnection } from './connection.ts';
import { createCredentials } from './credentials.ts';
import type { ExecEnvironment } from './exec-plugin.ts';
import { createKubeClient } from './kube-client.ts';
import { createUndiciWire } from './undici-wire.ts';

export interface KubeHttpDeps {
  readonly clock: Clock;
  /** From 0 to 1; jitters back-off and watch lengths. */
  readonly random: () => number;
  /** For credential plugins: what of our environment they see. `PATH` and `HOME` are enough for most. */
  readonly environment: ExecEnvironment;
  readonly userAgent: string;
  readonly metrics?: MetricsPort;
  /** The name under which the cluster is known, where it is not the connection's address. */
  readonly server?: string;
  readonly timeoutMilliseconds?: number;
}

export interface KubeHttp extends KubePort {
  /** Ends every request, watch and connection. */
  close(): Promise<void>;
}

const TIMEOUT_MILLISECONDS = 30_000;

/** Opens nothing before the first call. Throws `TypeError` where the connection's server is no URL. */
export function createKubeHttp(connection: KubeConnection, deps: KubeHttpDeps): KubeHttp {
  const { clock, random, userAgent, metrics } = deps;
  const wire = createUndiciWire(connection, createCredentials(connection, deps));
  const client = createKubeClient(wire, {
    server: deps.server ?? connection.server,
    userAgent,
    retry: { clock, random, attempts: 4, baseMilliseconds: 200, capMilliseconds: 30_000 },
    timeoutMilliseconds: deps.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    ...(metrics === undefined ? {} : { metrics }),
  });
  return { ...client, close: () => wire.close() };
}
