/** Where a chart is: a folder or archive of this machine, a repository behind HTTP, a registry, or any URL. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createHelmRepo } from '../../adapters/helm-repo/helm-repo.ts';
import { createOci } from '../../adapters/oci/oci.ts';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { Secret } from '../../base/secret.ts';
import { highestVersion } from '../../base/semver/highest-version.ts';
import type { HttpAccess, HttpPort, HttpRoute } from '../../ports/http.ts';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import type { ChartFile } from '../../render/helm/chart/chart-file.ts';
import { helmFault } from '../../render/helm/helm-fault.ts';
import { readLocalChart } from './chart-folder.ts';
import type { ParsedFlags } from './go-flags.ts';

/** Fetches charts from elsewhere. */
export interface ChartSource {
  /** By the URL of a repository (`https:` or `oci:`), a name, and a version or range (empty: the newest). */
  fetch(repository: string, name: string, range: string): Promise<Uint8Array>;
}

const MAX_ARCHIVE = 100 * 1024 * 1024;
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** How the command line asks servers. */
export interface Asking {
  readonly flags: ParsedFlags;
  readonly http: HttpPort;
}

/** The files of the chart that the arguments name. Throws with Helm's words where nothing is there. */
export async function locateChart(name: string, asking: Asking): Promise<readonly ChartFile[]> {
  const { flags } = asking;
  const repository = flags.text('repo') ?? '';
  if (repository === '' && existsSync(name)) return readLocalChart(name);
  if (repository === '' && (isAbsolute(name) || name.startsWith('.'))) {
    throw helmFault('helm.invalid-chart', `path "${name}" not found`);
  }
  return readArchive(await download(name, asking, repository));
}

/** Without credentials where the flags give none. */
export function chartSource({ flags, http }: Asking): ChartSource {
  const access = accessOf(flags);
  return {
    fetch: (repository, name, range) =>
      repository.startsWith('oci://')
        ? fromRegistry({ http, access, plainHttp: flags.isSet('plain-http') }, `${repository}/${name}`, range)
        : fromRepository(
            { http, access, passCredentials: flags.isSet('pass-credentials') },
            { repository, name, range },
          ),
  };
}

async function download(name: string, asking: Asking, repository: string): Promise<Uint8Array> {
  const { flags, http } = asking;
  const range = flags.text('version') ?? (flags.isSet('devel') ? '>0.0.0-0' : '');
  const source = chartSource(asking);
  if (repository !== '') return source.fetch(repository, name, range);
  if (name.startsWith('oci://')) {
    const slash = name.lastIndexOf('/');
    return source.fetch(name.slice(0, slash), name.slice(slash + 1), range);
  }
  if (/^https?:\/\//.test(name)) return fromUrl(http, name, accessOf(flags));
  const repo = name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined;
  const reason =
    repo === undefined
      ? `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${name}`
      : `repo ${repo} not found`;
  throw helmFault('helm.invalid-chart', reason, { hint: 'Name the repository with --repo URL.' });
}

function accessOf(flags: ParsedFlags): HttpAccess {
  const username = flags.text('username') ?? '';
  const password = new Secret(flags.text('password') ?? '');
  return { ...(username === '' ? {} : { credentials: { kind: 'basic', username, password } }), route: routeOf(flags) };
}

function routeOf(flags: ParsedFlags): HttpRoute {
  const file = (name: string): string | undefined => {
    const path = flags.text(name);
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  };
  const [caBundle, certificate, key] = [file('ca-file'), file('cert-file'), file('key-file')];
  return {
    insecureSkipVerify: flags.isSet('insecure-skip-tls-verify'),
    ...(caBundle === undefined ? {} : { caBundle }),
    ...(certificate === undefined || key === undefined
      ? {}
      : { clientCertificate: { certificate, key: new Secret(key) } }),
  };
}

async function fromUrl(http: HttpPort, url: string, { route }: HttpAccess): Promise<Uint8Array> {
  const answer = await http.exchange({ url, limit: MAX_ARCHIVE, ...(route === undefined ? {} : { route }) });
  if (answer.status === 200) return answer.body;
  throw helmFault('helm.invalid-chart', `failed to fetch ${url} : ${answer.status}`);
}

async function fromRepository(
  { http, access, passCredentials }: { http: HttpPort; access: HttpAccess; passCredentials: boolean },
  { repository, name, range }: { repository: string; name: string; range: string },
): Promise<Uint8Array> {
  const port = createHelmRepo({ http, clock: systemClock });
  const from = { url: repository, access, passCredentials };
  const versions = (await port.versions(from, name, { maxAge: 0 })) ?? [];
  const wanted = highestVersion(
    range,
    versions.map(({ version }) => version),
  );
  const found = versions.find(({ version }) => version === wanted);
  if (found !== undefined) return (await port.archive(from, found)).bytes;
  const which = range === '' ? '' : ` version "${range}"`;
  throw helmFault('helm.invalid-chart', `chart "${name}"${which} not found in ${repository} repository`);
}

async function fromRegistry(
  { http, access, plainHttp }: { http: HttpPort; access: HttpAccess; plainHttp: boolean },
  reference: string,
  range: string,
): Promise<Uint8Array> {
  const port = createOci({ http, clock: systemClock });
  const [registry = '', ...path] = reference.replace('oci://', '').split('/');
  const repository = { registry, name: path.join('/'), access, plainHttp };
  // Tags cannot hold a plus sign.
  const tags = (await port.tags(repository)).map((tag) => tag.replaceAll('_', '+'));
  const version = highestVersion(range, tags);
  const digest = version && (await port.resolve(repository, version.replaceAll('+', '_')));
  if (digest === undefined) throw helmFault('helm.invalid-chart', `${reference}: no tag found for version "${range}"`);
  const manifest = await port.manifest(repository, digest);
  const layers = manifest.kind === 'image' ? manifest.layers : [];
  const layer = layers.find(({ mediaType }) => mediaType === CHART_LAYER);
  if (layer === undefined) throw helmFault('helm.invalid-archive', `${reference}: the artifact holds no chart`);
  return port.blob(repository, layer, MAX_ARCHIVE);
}
