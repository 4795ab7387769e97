/**
 * Charts of repositories, plain and OCI: which versions there are, and the archives, each kept by its digest. What a server
 * may answer otherwise tomorrow is asked again after the time the caller takes.
 */
import { ByteLru } from '../../base/byte-lru.ts';
import type { Clock } from '../../base/clock.ts';
import { highestVersion } from '../../base/semver/highest-version.ts';
import type { ChartVersion, HelmRepoPort, HelmRepository } from '../../ports/helm-repo.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { OciDescriptor, OciPort, OciRepository } from '../../ports/oci.ts';
import type { InstallationPort, RepositoryRecord } from '../../ports/settings.ts';
import type { SignaturePort } from '../../ports/signatures.ts';
import { accessKey } from './access-key.ts';
import { KeptAnswers } from './kept-answers.ts';
import { signerOf, wantedKeys } from './provenance.ts';
import { sourceFault } from './source-fault.ts';

export interface ChartStoreDeps {
  readonly helmRepo: HelmRepoPort;
  readonly oci: OciPort;
  readonly signatures: SignaturePort;
  readonly installation: InstallationPort;
  readonly clock: Clock;
  readonly metrics: MetricsPort;
  /** Bytes of archives in memory; default 128 MiB. */
  readonly archiveBudget?: number;
}

/** A chart in a repository as somebody may read it. */
export interface ChartPlace {
  readonly record: RepositoryRecord;
  readonly name: string;
  readonly passCredentials: boolean;
}

export interface StoredArchive {
  /** `sha256:` and hex digits. */
  readonly digest: string;
  readonly bytes: Uint8Array;
}

const CHART_LAYERS = ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/tar+gzip'];
const PROVENANCE_LAYER = 'application/vnd.cncf.helm.chart.provenance.v1.prov';
const LARGEST = 100 * 1024 * 1024;
const LARGEST_STATEMENT = 1024 * 1024;
/** Milliseconds after which a signature is looked at again: keys expire. */
const SIGNATURE_KEPT = 24 * 3_600_000;

export class ChartStore {
  readonly #deps: ChartStoreDeps;
  readonly #tags: KeptAnswers<readonly string[]>;
  readonly #digests: KeptAnswers<string>;
  readonly #archives: ByteLru<Uint8Array>;
  readonly #signed: KeptAnswers<string>;

  constructor(deps: ChartStoreDeps) {
    this.#deps = deps;
    this.#tags = new KeptAnswers(deps.clock);
    this.#digests = new KeptAnswers(deps.clock);
    this.#signed = new KeptAnswers(deps.clock);
    this.#archives = new ByteLru(deps.archiveBudget ?? 128 * 1024 * 1024);
  }

  /** Versions of a chart, in no order. Throws faults of the ports, and where there is no such chart. */
  async versions(place: ChartPlace, maxAge: number): Promise<readonly string[]> {
    if (place.record.isOci) {
      const repository = registryOf(place);
      return await this.#tags.get(keyOf(place, ''), maxAge, async () => {
        this.#count('tags');
        // A plus cannot stand in a tag; by convention an underscore stands for it.
        return (await this.#deps.oci.tags(repository)).map((tag) => tag.replaceAll('_', '+'));
      });
    }
    this.#count('index');
    const found = await this.#deps.helmRepo.versions(plainOf(place), place.name, { maxAge });
    if (found === undefined) throw missing(`chart '${place.name}' not found in index`);
    return found.map(({ version }) => version);
  }

  /** The archive of a version. What the version means is asked again where the answer is older than `maxAge`. */
  async archive(place: ChartPlace, version: string, maxAge: number): Promise<StoredArchive> {
    const load = (): Promise<StoredArchive> => this.#load(place, version, maxAge);
    const digest = await this.#digests.get(keyOf(place, version), maxAge, async () => (await load()).digest);
    const bytes = this.#archives.get(digest);
    // Memory may have let go of it meanwhile.
    const stored = bytes === undefined ? await load() : { digest, bytes };
    await this.#requireSigned(place, version, stored);
    return stored;
  }

  /** Where the installation wants charts of this repository signed. Once for an archive and the keys that are trusted. */
  async #requireSigned(place: ChartPlace, version: string, { digest }: StoredArchive): Promise<void> {
    const keys = wantedKeys(this.#deps.installation.current(), place.record.url);
    if (keys === undefined) return;
    const key = accessKey(place.record.access, [place.record.url, place.name, digest, keys]);
    await this.#signed.get(key, SIGNATURE_KEPT, async () => {
      const statement = await this.#provenance(place, version);
      const what = `chart ${place.name} ${version} of ${shown(place.record.url)}`;
      return await signerOf({ signatures: this.#deps.signatures, keys, statement, chart: place.name, digest, what });
    });
  }

  async #provenance(place: ChartPlace, version: string): Promise<Uint8Array | undefined> {
    if (!place.record.isOci) {
      const entry = await this.#entry(place, version, SIGNATURE_KEPT);
      return entry === undefined ? undefined : await this.#deps.helmRepo.provenance(plainOf(place), entry);
    }
    const repository = registryOf(place);
    const digest = await this.#deps.oci.resolve(repository, version.replaceAll('+', '_'));
    const manifest = digest === undefined ? undefined : await this.#deps.oci.manifest(repository, digest);
    const layers = manifest?.kind === 'image' ? manifest.layers : [];
    const layer = layers.find(({ mediaType }) => mediaType === PROVENANCE_LAYER);
    return layer === undefined ? undefined : await this.#deps.oci.blob(repository, layer, LARGEST_STATEMENT);
  }

  /** What is in memory of an archive. */
  kept(digest: string): Uint8Array | undefined {
    return this.#archives.get(digest);
  }

  #load(place: ChartPlace, version: string, maxAge: number): Promise<StoredArchive> {
    return place.record.isOci ? this.#pull(place, version) : this.#download(place, version, maxAge);
  }

  async #download(place: ChartPlace, version: string, maxAge: number): Promise<StoredArchive> {
    const repository = plainOf(place);
    // What is not in an index that was read before may have been published since.
    const entry = (await this.#entry(place, version, maxAge)) ?? (await this.#entry(place, version, 0));
    if (entry === undefined) {
      throw missing(`chart "${place.name}" version "${version}" not found in ${shown(repository.url)}`);
    }
    const known = entry.digest === '' ? undefined : this.#archives.get(`sha256:${entry.digest}`);
    if (known !== undefined) return { digest: `sha256:${entry.digest}`, bytes: known };
    this.#count('archive');
    const { bytes, digest } = await this.#deps.helmRepo.archive(repository, entry);
    return this.#keep(`sha256:${digest}`, bytes);
  }

  /** `v1.2.3` and `1.2.3` are one version to Helm. */
  async #entry(place: ChartPlace, version: string, maxAge: number): Promise<ChartVersion | undefined> {
    const versions = (await this.#deps.helmRepo.versions(plainOf(place), place.name, { maxAge })) ?? [];
    const names = versions.map((one) => one.version);
    const name = names.includes(version) ? version : highestVersion(version, names);
    return versions.find((one) => one.version === name);
  }

  async #pull(place: ChartPlace, version: string): Promise<StoredArchive> {
    const repository = registryOf(place);
    const what = `${repository.registry}/${repository.name}:${version}`;
    this.#count('manifest');
    const digest = await this.#deps.oci.resolve(repository, version.replaceAll('+', '_'));
    if (digest === undefined) throw missing(`chart ${what} not found`);
    const manifest = await this.#deps.oci.manifest(repository, digest);
    const layer = manifest.kind === 'image' ? manifest.layers.find(isChart) : undefined;
    if (layer === undefined)
      throw sourceFault('source.not-a-chart', 'user', `${what}: the artifact holds no Helm chart`);
    const known = this.#archives.get(layer.digest);
    if (known !== undefined) return { digest: layer.digest, bytes: known };
    this.#count('archive');
    return this.#keep(layer.digest, await this.#deps.oci.blob(repository, layer, LARGEST));
  }

  #keep(digest: string, bytes: Uint8Array): StoredArchive {
    this.#archives.set(digest, bytes, bytes.length);
    this.#deps.metrics.gauge('source_cache_bytes', this.#archives.used, { cache: 'archives' });
    return { digest, bytes };
  }

  #count(kind: 'index' | 'tags' | 'manifest' | 'archive'): void {
    this.#deps.metrics.count('chart_requests_total', { kind });
  }
}

function isChart({ mediaType }: OciDescriptor): boolean {
  return CHART_LAYERS.includes(mediaType);
}

function plainOf({ record, passCredentials }: ChartPlace): HelmRepository {
  return { url: record.url, access: record.access, passCredentials };
}

/** A repository `host/path` with the chart `name` is the artifact `host/path/name`. */
export function registryOf({ record, name }: ChartPlace): OciRepository {
  const [registry = '', ...path] = record.url
    .replace(/^oci:\/\//, '')
    .replace(/\/+$/, '')
    .split('/');
  const { access, plainHttp } = record;
  return { registry, name: [...path, ...(name === '' ? [] : [name])].join('/'), access, plainHttp };
}

function keyOf({ record, name, passCredentials }: ChartPlace, version: string): string {
  return accessKey(record.access, [record.url, record.plainHttp, name, passCredentials, version]);
}

function missing(message: string): Error {
  return sourceFault('source.revision-not-found', 'user', message);
}

function shown(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
