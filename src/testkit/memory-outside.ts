/** What the source service reaches beside Git, in memory: chart repositories, a registry, servers with files. */
import type { Clock } from '../base/clock.ts';
import type { SignaturePort } from '../ports/signatures.ts';
import { createMemoryHelmRepo, type MemoryHelmRepo } from './memory-helm-repo.ts';
import { createMemoryHttp, type MemoryHttp } from './memory-http.ts';
import { createMemoryOci, type MemoryOci } from './memory-oci.ts';
import { createMemorySignatures } from './memory-signatures.ts';

export interface MemoryOutside {
  readonly charts: MemoryHelmRepo;
  readonly registry: MemoryOci;
  readonly web: MemoryHttp;
  readonly ports: {
    readonly helmRepo: MemoryHelmRepo['port'];
    readonly oci: MemoryOci['port'];
    readonly http: MemoryHttp['port'];
    readonly signatures: SignaturePort;
    readonly entropy: () => Uint8Array;
  };
}

export function createMemoryOutside(clock: Clock): MemoryOutside {
  const charts = createMemoryHelmRepo(() => clock.monotonic());
  const registry = createMemoryOci();
  const web = createMemoryHttp();
  const ports = {
    helmRepo: charts.port,
    oci: registry.port,
    http: web.port,
    signatures: createMemorySignatures(),
    entropy: () => new Uint8Array(32),
  };
  return { charts, registry, web, ports };
}
