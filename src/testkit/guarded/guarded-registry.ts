/**
 * An artifact or a chart in a registry of the distribution project that wants a password, or tokens of a service that does. What
 * it holds is put there by a second registry on the same folder, which is open to everybody.
 */
import { type DockerRegistry, dockerRegistry } from '../docker-registry.ts';
import { packChart, packTarGz } from '../pack-tar.ts';
import { pushArtifact } from '../push-artifact.ts';
import { valueMap } from '../real-sources.ts';
import { type RegistryTokens, registryTokens } from '../registry-tokens.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { chartArtifact } from '../test-artifact.ts';
import type { GuardedSource, ServerTls } from './guarded-source.ts';

export interface GuardedRegistryOptions {
  /** An artifact by `oci://`, or a chart by `chart` and a repository with `enableOCI`. */
  readonly mode: 'artifact' | 'chart';
  readonly way: 'password' | 'token';
  readonly tls?: ServerTls | undefined;
}

const USER = 'robot';
const FIRST = 'CANARY-first';
const NEXT = 'CANARY-next';
/** As the service says. */
const TOKEN_LASTS = 300_000;
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const REFUSED = /127\.0\.0\.1:\d+\/team\/web\b.*: authentication required/;

export async function guardedRegistry(options: GuardedRegistryOptions): Promise<GuardedSource> {
  await using stack = new AsyncDisposableStack();
  const { path: storage } = stack.use(await temporaryFolder());
  const tokens = options.way === 'token' ? stack.use(await tokensFor(options.tls)) : undefined;
  const registry = stack.use(await guardedBy(tokens, options.tls, storage));
  const open = stack.use(await dockerRegistry({ storage }));
  const kept = stack.move();
  return {
    ...named(options, registry.host),
    right: { username: USER, password: FIRST },
    wrong: { username: USER, password: 'CANARY-wrong' },
    next: { username: USER, password: NEXT },
    async change() {
      tokens?.setPassword(USER, NEXT);
      await registry.setPassword(USER, NEXT);
    },
    lasts: options.way === 'token' ? TOKEN_LASTS : 0,
    publish: publisher(options.mode, open.host),
    refusals: { missing: REFUSED, wrong: REFUSED },
    knownHosts: '',
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function tokensFor(tls: ServerTls | undefined): Promise<RegistryTokens> {
  const own = tls === undefined ? {} : { tls: { cert: tls.cert, key: tls.key } };
  return registryTokens({ username: USER, password: FIRST, ...own });
}

function guardedBy(
  tokens: RegistryTokens | undefined,
  tls: ServerTls | undefined,
  storage: string,
): Promise<DockerRegistry> {
  const clients = tls?.requestCert === true && tls.ca !== undefined ? String(tls.ca) : undefined;
  return dockerRegistry({
    storage,
    password: { username: USER, password: FIRST },
    ...(tokens === undefined ? {} : { tokens }),
    ...(tls === undefined ? {} : { tls: { certificate: tls.cert, key: tls.key, clients } }),
  });
}

/** In the words of the two modes of Argo CD's documentation on OCI. */
function named(
  { mode, tls }: GuardedRegistryOptions,
  host: string,
): Pick<GuardedSource, 'source' | 'repository' | 'templates'> {
  const plain: Readonly<Record<string, string>> = tls === undefined ? { insecureOCIForceHttp: 'true' } : {};
  if (mode === 'artifact') {
    const url = `oci://${host}/team/web`;
    const kind = { type: 'oci', ...plain };
    return {
      source: { repoURL: url, path: '.', targetRevision: 'latest' },
      repository: { url, ...kind },
      templates: { server: { url: `oci://${host}`, ...kind }, part: { url: `oci://${host}/team`, ...kind } },
    };
  }
  const url = `${host}/team`;
  const kind = { type: 'helm', enableOCI: 'true', ...plain };
  return {
    source: { repoURL: url, chart: 'web', targetRevision: '*', path: '' },
    repository: { url, name: 'charts', ...kind },
    templates: { server: { url: host, ...kind }, part: { url, ...kind } },
  };
}

function publisher(mode: GuardedRegistryOptions['mode'], host: string): GuardedSource['publish'] {
  let version = 0;
  return async (value) => {
    version += 1;
    if (mode === 'artifact') {
      const layers = [{ mediaType: LAYER, content: packTarGz({ 'a.yaml': valueMap(value) }) }];
      await pushArtifact({ host, name: 'team/web', tag: 'latest' }, { layers });
      return;
    }
    const tag = `1.0.${version}`;
    const archive = packChart('web', tag, { 'templates/a.yaml': valueMap(value) });
    await pushArtifact({ host, name: 'team/web', tag }, chartArtifact(archive));
  };
}
