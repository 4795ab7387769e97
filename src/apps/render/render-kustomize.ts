/** `tiphys render kustomize [DIR]`: prints what `kustomize build` prints; errors on standard error, exit code 1. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpClient } from '../../adapters/http-client/http-client.ts';
import { AppError } from '../../base/errors.ts';
import type { HttpPort } from '../../ports/http.ts';
import { type Built, build, writeResources } from '../../render/kustomize/build/build.ts';
import { kustomizeFault } from '../../render/kustomize/fault.ts';
import { Folder } from '../../render/kustomize/files/folder.ts';
import type { Resource } from '../../render/kustomize/object/resource.ts';
import { VERSION } from '../version.ts';
import { diskKustomizeFiles, Elsewhere } from './disk-kustomize-files.ts';
import type { ParsedFlags } from './go-flags.ts';
import { KUSTOMIZE_USAGE, parseKustomizeFlags } from './kustomize-flags.ts';
import { chartSource } from './locate-chart.ts';
import type { Streams } from './render-helm.ts';

const KUSTOMIZE_VERSION = 'v5.8.1';
const MAX_REMOTE_FILE = 32 * 1024 * 1024;
/** Files and charts from elsewhere that one build may need. */
const MAX_FETCHES = 200;

/** Returns the exit code. */
export async function runRenderKustomize(argv: readonly string[], streams: Streams): Promise<number> {
  const http = createHttpClient({ egress: 'any', userAgent: `tiphys/${VERSION}` });
  try {
    const flags = parseKustomizeFlags(argv);
    if (flags.isSet('help')) streams.print(KUSTOMIZE_USAGE);
    else output(await built(flags, http), flags, streams);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    streams.complain(`Error: ${error.message}\n`);
    return 1;
  } finally {
    await http.close();
  }
}

/** Builds, fetches what it lacked, and builds again, until nothing is lacking. */
async function built(flags: ParsedFlags, http: HttpPort): Promise<Built> {
  const [given = '.', ...more] = flags.words;
  if (more.length > 0) throw kustomizeFault('specify one path to kustomization.yaml');
  const folder = folderAt(given);
  const fetched = new Map<string, Uint8Array>();
  for (;;) {
    try {
      return attempt(flags, folder, fetched);
    } catch (error) {
      if (!(error instanceof Elsewhere)) throw error;
      if (fetched.size >= MAX_FETCHES) throw kustomizeFault(`more than ${MAX_FETCHES} files from elsewhere are needed`);
      fetched.set(error.key, await fetchElsewhere(error, { flags, http }));
    }
  }
}

function folderAt(given: string): string {
  try {
    const path = realpathSync(given);
    if (statSync(path).isDirectory()) return path.slice(1);
  } catch {
    throw kustomizeFault(
      `must build at directory: not a valid directory: evalsymlink failure on '${given}' : lstat ${given}: no such file or directory`,
    );
  }
  throw kustomizeFault(`must build at directory: '${given}' is a file`);
}

function attempt(flags: ParsedFlags, folder: string, fetched: ReadonlyMap<string, Uint8Array>): Built {
  const restrictor = flags.text('load-restrictor') ?? 'LoadRestrictionsRootOnly';
  if (!['LoadRestrictionsRootOnly', 'LoadRestrictionsNone', 'rootOnly', 'none'].includes(restrictor)) {
    throw kustomizeFault(
      `illegal flag value --load-restrictor ${restrictor}; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]`,
    );
  }
  const restrictsToRoot = restrictor === 'LoadRestrictionsRootOnly' || restrictor === 'rootOnly';
  const reorder = flags.text('reorder');
  return build(new Folder(diskKustomizeFiles({ restrictsToRoot, fetched }), folder), {
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

async function fetchElsewhere(
  { what }: Elsewhere,
  { flags, http }: { readonly flags: ParsedFlags; readonly http: HttpPort },
): Promise<Uint8Array> {
  if (what.kind === 'chart') {
    const { repository, name, version } = what.chart;
    return chartSource({ flags, http }).fetch(repository, name, version);
  }
  const answer = await http.exchange({ url: what.url, limit: MAX_REMOTE_FILE });
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw kustomizeFault(`HTTP Error: status code ${answer.status} of ${what.url}`);
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
