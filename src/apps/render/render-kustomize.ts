/** `tiphys render kustomize [DIR | URL]`: prints what `kustomize build` prints; errors on standard error, exit code 1. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createHttpClient } from '../../adapters/http-client/http-client.ts';
import { AppError } from '../../base/errors.ts';
import type { HttpPort } from '../../ports/http.ts';
import { type Built, build, writeResources } from '../../render/kustomize/build/build.ts';
import { KustomizeFault, kustomizeFault } from '../../render/kustomize/fault.ts';
import type { KustomizeFiles } from '../../render/kustomize/files/files.ts';
import { Folder, repositoryFolder } from '../../render/kustomize/files/folder.ts';
import { readRepositoryUrl } from '../../render/kustomize/files/repository-url.ts';
import type { Resource } from '../../render/kustomize/object/resource.ts';
import { remoteAnswer } from '../../services/source/index.ts';
import { VERSION } from '../version.ts';
import { cloneRepository } from './clone-repository.ts';
import { diskKustomizeFiles, Elsewhere, type Fetched, type Wanted, wantedKey } from './disk-kustomize-files.ts';
import type { ParsedFlags } from './go-flags.ts';
import { KUSTOMIZE_USAGE, parseKustomizeFlags } from './kustomize-flags.ts';
import { chartSource } from './locate-chart.ts';
import type { Streams } from './render-helm.ts';

const KUSTOMIZE_VERSION = 'v5.8.1';
const MAX_REMOTE_FILE = 32 * 1024 * 1024;
/** Files and charts from elsewhere that one build may need. */
const MAX_FETCHES = 200;

/** Returns the exit code. */
export async function runRenderKustomize(
  argv: readonly string[],
  streams: Streams,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const http = createHttpClient({ egress: 'any', userAgent: `tiphys/${VERSION}` });
  try {
    const flags = parseKustomizeFlags(argv);
    if (flags.isSet('help')) streams.print(KUSTOMIZE_USAGE);
    else output(await built({ flags, http, environment }), flags, streams);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    streams.complain(`Error: ${error.message}\n`);
    if (error instanceof KustomizeFault && error.place !== undefined) streams.complain(`at ${error.place}\n`);
    return 1;
  } finally {
    await http.close();
  }
}

/** Builds, fetches what it lacked, and builds again, until nothing is lacking. */
async function built(run: Run): Promise<Built> {
  const { flags } = run;
  const [given = '.', ...more] = flags.words;
  if (more.length > 0) throw kustomizeFault('specify one path to kustomization.yaml');
  await using clones = await temporaryClones();
  const fetched = new Map<string, Fetched>();
  for (;;) {
    try {
      return attempt(flags, given, fetched);
    } catch (error) {
      if (!(error instanceof Elsewhere)) throw error;
      if (fetched.size >= MAX_FETCHES)
        throw kustomizeFault(`more than ${MAX_FETCHES} things from elsewhere are needed`);
      for (const wanted of error.wanted) {
        fetched.set(wantedKey(wanted), await fetchElsewhere(wanted, { ...run, clones: clones.path }));
      }
    }
  }
}

async function temporaryClones(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'tiphys-kustomize-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

function folderAt(given: string, files: KustomizeFiles): Folder {
  const url = readRepositoryUrl(given);
  if (url !== undefined) return repositoryFolder(files, url);
  try {
    const path = realpathSync(given);
    if (statSync(path).isDirectory()) return new Folder(files, path.slice(1));
  } catch {
    throw kustomizeFault(
      `must build at directory: not a valid directory: evalsymlink failure on '${given}' : lstat ${firstMissing(resolve(given))}: no such file or directory`,
    );
  }
  throw kustomizeFault(`must build at directory: '${given}': file is not directory`);
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}

function attempt(flags: ParsedFlags, given: string, fetched: ReadonlyMap<string, Fetched>): Built {
  const restrictor = flags.text('load-restrictor') ?? 'LoadRestrictionsRootOnly';
  if (!['LoadRestrictionsRootOnly', 'LoadRestrictionsNone', 'rootOnly', 'none'].includes(restrictor)) {
    throw kustomizeFault(
      `illegal flag value --load-restrictor ${restrictor}; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]`,
    );
  }
  const restrictsToRoot = restrictor === 'LoadRestrictionsRootOnly' || restrictor === 'rootOnly';
  const reorder = flags.text('reorder');
  return build(folderAt(given, diskKustomizeFiles({ restrictsToRoot, fetched })), {
    helm: flags.isSet('enable-helm'),
    managedByLabel: flags.isSet('enable-managedby-label'),
    version: KUSTOMIZE_VERSION,
    charts: { kubeVersion: flags.text('helm-kube-version') ?? '', apiVersions: flags.list('helm-api-versions') },
    moment: {
      now: () => BigInt(Date.now()) * 1_000_000n,
      random: (bytes) => randomBytes(bytes),
      clock: () => performance.now(),
    },
    ...(reorder === 'none' || reorder === 'legacy' ? { reorder } : {}),
  });
}

interface Run {
  readonly flags: ParsedFlags;
  readonly http: HttpPort;
  /** That git is run in. */
  readonly environment: NodeJS.ProcessEnv;
}

interface Fetching extends Run {
  /** Folder of the clones. */
  readonly clones: string;
}

/** Throws where a chart cannot be had; what else cannot is a value. */
async function fetchElsewhere(wanted: Wanted, { flags, http, clones, environment }: Fetching): Promise<Fetched> {
  if (wanted.kind === 'repository') return await cloneRepository(wanted.url, { parent: clones, environment });
  if (wanted.kind === 'file') {
    const file = await remoteAnswer(http, { url: wanted.url, limit: MAX_REMOTE_FILE, route: {} });
    if (file.kind !== 'too-large') return { kind: 'file', file };
    return { kind: 'failed', reason: `larger than ${MAX_REMOTE_FILE} bytes` };
  }
  const { repository, name, version } = wanted.chart;
  return { kind: 'chart', archive: await chartSource({ flags, http }).fetch(repository, name, version) };
}

function output({ resources, warnings }: Built, flags: ParsedFlags, streams: Streams): void {
  for (const warning of warnings) streams.complain(`${warning}\n`);
  const target = flags.text('output') ?? '';
  if (target === '') streams.print(writeResources(resources));
  else if (isFolder(target)) writeEach(target, resources);
  else writeFileSync(target, writeResources(resources));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A file an object, named by what it is; the namespace only where there are several. */
function writeEach(folder: string, resources: readonly Resource[]): void {
  mkdirSync(folder, { recursive: true });
  const several = new Set(resources.map(({ namespace }) => namespace)).size > 1;
  for (const resource of resources) {
    const { group, version, kind } = resource.gvk;
    const place = several && resource.namespace !== '' ? [resource.namespace] : [];
    const name = [...place, group, version, kind, resource.name].filter((part) => part !== '').join('_');
    writeFileSync(join(folder, `${name.toLowerCase()}.yaml`), writeResources([resource]));
  }
}
