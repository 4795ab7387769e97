/**
 * The Helm renderer of Applications (A9–A13): a chart that lies in the source's folder, with the values that the source names,
 * as `helm template` of Helm 4 would print it. Nothing of Helm's life cycle is here.
 */
import { AppError } from '../../base/errors.ts';
import { parseVersion } from '../../base/semver/version.ts';
import type { SourceManifest, SourceRequest } from '../contract.ts';
import { type Capabilities, offlineCapabilities } from '../helm/capabilities/capabilities.ts';
import type { Chart } from '../helm/chart/chart.ts';
import type { ChartFile } from '../helm/chart/chart-file.ts';
import { loadChart } from '../helm/chart/load-chart.ts';
import { readChartFolder } from '../helm/chart/load-folder.ts';
import { DEBUG_ADVICE, isWhileRendering } from '../helm/helm-fault.ts';
import { checkReleaseName } from '../helm/release-name.ts';
import { type RenderedChart, renderChart } from '../helm/render-chart.ts';
import { assembleValues } from '../helm/values/assemble-values.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { withDependencies } from './chart-dependencies.ts';
import { chartFolder } from './chart-folder.ts';
import type { ChartMemory } from './chart-memory.ts';
import { type GivenOptions, givenValues } from './given-values.ts';
import { helmCommand } from './helm-command.ts';
import { helmObjects } from './helm-objects.ts';
import { seededRandom } from './seeded-random.ts';

/** The version of Helm whose output it is. */
const HELM = 4;

/** Throws faults of `helm-fault.ts` and `render-fault.ts` with the words that Argo CD puts around them. */
export function renderHelm(
  request: SourceRequest,
  place: { readonly folder: string; readonly questions: Questions },
  memory?: ChartMemory,
): readonly SourceManifest[] {
  const { folder, questions } = place;
  const { source, settings, references } = request;
  const helm = source.helm ?? {};
  const given = givenValues({ questions, folder, helm, references, schemes: settings.valuesFileSchemes });
  const release = {
    name: helm.releaseName || request.appName.slice(request.appName.indexOf('_') + 1),
    namespace: helm.namespace || request.namespace,
    isUpgrade: false,
  };
  const kubeVersion = normalized(helm.kubeVersion || questions.kubeVersion());
  // What follows computes for as long as the chart likes: not on a thread that serves others.
  questions.expectComputing();
  const attempt = { questions, folder, given, release, kubeVersion, request, memory };
  try {
    return helmObjects(rendered(attempt), { skipTests: helm.skipTests === true, skipCrds: helm.skipCrds === true });
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('helm.')) throw error;
    const command = helmCommand({ helm, given, release, kubeVersion });
    const words = `${error.message}${isWhileRendering(error.code) ? DEBUG_ADVICE : ''}`;
    throw new AppError({
      code: error.code,
      kind: error.kind,
      message: `failed to execute helm template command: failed running helm: \`${command}\` failed exit status 1: Error: ${words}`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

/** Asked as templates ask: most renders depend on a few versions, not on all that a cluster serves. */
function clusterOf(questions: Questions): Capabilities['cluster'] {
  return { serves: (name) => questions.hasApiVersion(name), apiVersions: () => questions.apiVersions() };
}

/** Argo CD hands Helm a semantic version: three numbers, no `v`. Throws `render.invalid-kube-version`. */
function normalized(text: string): string {
  const version = parseVersion(text);
  if (version === undefined) {
    throw renderFault(
      'render.invalid-kube-version',
      `could not parse kubernetes version ${text}: invalid semantic version`,
    );
  }
  const { major, minor, patch, prerelease, metadata } = version;
  const tail = `${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
  return `${major}.${minor}.${patch}${tail}`;
}

interface Attempt {
  readonly questions: Questions;
  readonly folder: string;
  readonly given: GivenOptions;
  readonly release: { readonly name: string; readonly namespace: string; readonly isUpgrade: boolean };
  readonly kubeVersion: string;
  readonly request: SourceRequest;
  readonly memory: ChartMemory | undefined;
}

function rendered({ questions, folder, given, release, kubeVersion, request, memory }: Attempt): RenderedChart {
  const { apiVersions = [], skipSchemaValidation } = request.source.helm ?? {};
  checkReleaseName(release.name, HELM);
  const values = assembleValues(given.values(), HELM);
  const files = readChartFolder(chartFolder(questions, folder));
  const load = (of: readonly ChartFile[]): Chart => {
    const loadAnew = (): Chart => loadChart(of, { helm: HELM });
    return memory === undefined ? loadAnew() : memory.chart(of, loadAnew);
  };
  const found = load(files);
  const complete = withDependencies(found, { files, folder, questions });
  const chart = complete === files ? found : load(complete);
  const capabilities = offlineCapabilities(HELM, { kubeVersion, apiVersions });
  const own = apiVersions.length > 0;
  return renderChart({
    chart,
    values,
    release,
    helm: HELM,
    capabilities: own ? capabilities : { ...capabilities, cluster: clusterOf(questions) },
    skipSchemaValidation: skipSchemaValidation === true,
    ...(memory === undefined ? {} : { memory: memory.templates }),
    now: () => BigInt(questions.moment().instant) * 1_000_000n,
    random: seededRandom(() => questions.moment().entropy),
  });
}
