/** `tiphys render helm [NAME] CHART`: prints what `helm template` prints; errors on standard error, exit code 1. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createHttpClient } from '../../adapters/http-client/http-client.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import type { HttpPort } from '../../ports/http.ts';
import { offlineCapabilities } from '../../render/helm/capabilities/capabilities.ts';
import { loadChart } from '../../render/helm/chart/load-chart.ts';
import { DEBUG_ADVICE, helmFault, isWhileRendering } from '../../render/helm/helm-fault.ts';
import { printedHooks, printManifests, printTexts } from '../../render/helm/manifests/print-manifests.ts';
import { showOnly } from '../../render/helm/manifests/show-only.ts';
import { templatedReleaseName } from '../../render/helm/release-name.ts';
import { type RenderChart, type RenderedChart, renderChart } from '../../render/helm/render-chart.ts';
import { assembleValues } from '../../render/helm/values/assemble-values.ts';
import type { Table } from '../../render/helm/values/table.ts';
import { VERSION } from '../version.ts';
import type { ParsedFlags } from './go-flags.ts';
import { parseHelmFlags, USAGE } from './helm-flags.ts';
import { type Asking, locateChart } from './locate-chart.ts';
import { withFetchedDependencies } from './update-dependencies.ts';
import { writeOutput } from './write-output.ts';

const MAX_VALUES = 32 * 1024 * 1024;

export interface Streams {
  print(text: string): void;
  complain(text: string): void;
}

/** Returns the exit code. */
export async function runRenderHelm(
  argv: readonly string[],
  streams: Streams,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const http = createHttpClient({ egress: 'any', userAgent: `tiphys/${VERSION}` });
  let isDebugging = false;
  try {
    const flags = parseHelmFlags(argv);
    isDebugging = flags.isSet('debug');
    if (flags.isSet('help')) streams.print(USAGE);
    else streams.print(await rendered({ flags, http }, streams, env));
    return 0;
  } catch (error) {
    const known = error instanceof AppError ? error : systemFault(error);
    const advice = isWhileRendering(known.code) && !isDebugging ? DEBUG_ADVICE : '';
    streams.complain(`Error: ${known.message}${advice}\n`);
    return 1;
  } finally {
    await http.close();
  }
}

async function rendered(asking: Asking, streams: Streams, env: NodeJS.ProcessEnv): Promise<string> {
  const { flags } = asking;
  const helm = (flags.text('helm-version') ?? '4').endsWith('3') ? 3 : 4;
  const capabilities = offlineCapabilities(helm, {
    kubeVersion: flags.text('kube-version') || undefined,
    apiVersions: flags.list('api-versions'),
  });
  const { name, chart: reference } = nameAndChart(flags);
  const files = await locateChart(reference, asking);
  const values = await givenValues(asking, helm);
  const chart = await withFetchedDependencies(loadChart(files, { helm }), asking);
  const namespace = flags.text('namespace') ?? env['HELM_NAMESPACE'] ?? 'default';
  const result = renderOrShow(streams, {
    chart,
    values,
    helm,
    capabilities,
    release: { name, namespace, isUpgrade: flags.isSet('is-upgrade') },
    skipSchemaValidation: flags.isSet('skip-schema-validation'),
    debug: flags.isSet('debug'),
    ...moment(),
  });
  for (const warning of result.warnings) streams.complain(`${warning}\n`);
  return output(result, { flags, name, helm });
}

/** With `--debug` what the templates made is printed where it is no YAML. */
function renderOrShow({ print }: Streams, request: RenderChart & { readonly debug: boolean }): RenderedChart {
  let texts: ReadonlyMap<string, string> = new Map();
  try {
    return renderChart({ ...request, onTexts: (made) => (texts = made) });
  } catch (error) {
    if (request.debug && hasCode(error, 'helm.invalid-manifest')) print(printTexts(texts));
    throw error;
  }
}

/** Clock and randomness of this machine. */
function moment(): { now(): bigint; random(bytes: number): Uint8Array; clock(): number } {
  return {
    now: () => BigInt(Date.now()) * 1_000_000n,
    random: (bytes) => randomBytes(bytes),
    clock: () => performance.now(),
  };
}

function output(
  result: RenderedChart,
  { flags, name, helm }: { flags: ParsedFlags; name: string; helm: 3 | 4 },
): string {
  const printing = {
    includeCrds: flags.isSet('include-crds'),
    skipTests: flags.isSet('skip-tests'),
    noHooks: flags.isSet('no-hooks'),
  };
  const folder = flags.text('output-dir') ?? '';
  if (folder !== '') {
    const releaseFolder = flags.isSet('release-name') ? name : '';
    return writeOutput({ ...result, hooks: printedHooks(result, printing) }, { folder, releaseFolder, printing });
  }
  const text = printManifests(result, printing);
  const shown = flags.list('show-only');
  return shown.length === 0 ? text : showOnly(text, shown, helm);
}

/** `[NAME] CHART`, or a name from a template. Throws with Helm's words. */
function nameAndChart(flags: ParsedFlags): { name: string; chart: string } {
  const [first = '', second, ...more] = flags.words;
  const template = flags.text('name-template') ?? '';
  if (flags.words.length === 0)
    throw usage('"helm template" requires at least 1 argument\n\nUsage:  helm template [NAME] [CHART] [flags]');
  if (more.length > 0) throw usage(`expected at most two arguments, unexpected arguments: ${more.join(', ')}`);
  if (second === undefined)
    return { name: template === '' ? 'release-name' : templatedReleaseName(template, moment()), chart: first };
  if (flags.isSet('generate-name')) throw usage('cannot set --generate-name and also specify a name');
  if (template !== '') throw usage('cannot set --name-template and also specify a name');
  return { name: first, chart: second };
}

async function givenValues({ flags, http }: Asking, helm: 3 | 4): Promise<Table> {
  const files: { name: string; text: string }[] = [];
  for (const name of flags.list('values')) files.push({ name, text: await readAnywhere(name, http) });
  return assembleValues(
    {
      files,
      set: flags.list('set'),
      setString: flags.list('set-string'),
      setJson: flags.list('set-json'),
      setFile: flags.list('set-file'),
      setLiteral: flags.list('set-literal'),
      readFile: (path) => readLocal(path),
    },
    helm,
  );
}

async function readAnywhere(name: string, http: HttpPort): Promise<string> {
  if (!/^https?:\/\//.test(name)) return readLocal(name);
  const answer = await http.exchange({ url: name, limit: MAX_VALUES });
  if (answer.status === 200) return Buffer.from(answer.body).toString('utf8');
  throw helmFault('helm.invalid-values', `failed to fetch ${name} : ${answer.status}`);
}

/** `-` is standard input. */
function readLocal(path: string): string {
  try {
    return readFileSync(path.trim() === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'no such file or directory',
      EACCES: 'permission denied',
    };
    const reason = (typeof code === 'string' ? reasons[code] : undefined) ?? 'cannot be read';
    throw helmFault(
      'helm.invalid-values',
      `${code === 'EISDIR' ? 'read' : 'open'} ${path}: ${code === 'EISDIR' ? 'is a directory' : reason}`,
    );
  }
}

/** What the operating system refuses while a chart is read is the user's to mend. */
function systemFault(error: unknown): AppError {
  if (error instanceof Error && 'syscall' in error) return helmFault('helm.invalid-chart', error.message);
  throw error;
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
