/** What a source is made of, for people who are about to use it: asked of the same trees that renders are made from. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import type { RenderRequest, RenderResult } from '../../ports/manifest-service.ts';
import type { InspectedDetails, InspectedSource } from '../../ports/source-inspection.ts';
import type { RenderInputs } from '../../render/contract.ts';
import { containerImages, sourceDetails } from '../../render/details/source-details.ts';
import { type ToolFolder, toolFolders } from '../../render/details/tool-folders.ts';
import type { Attempt } from '../../render/trace/questions.ts';
import { openWorld, type WorldDeps } from './render-world.ts';
import { type SourceJob, sourceRequestOf, worldPartsOf } from './source-renderer.ts';

/** How a source of a request becomes what is rendered, without rendering it. */
export interface Inspecting {
  readonly deps: WorldDeps;
  readonly render: (request: RenderRequest) => Promise<RenderResult>;
  readonly jobOf: (request: RenderRequest) => Promise<SourceJob>;
  readonly signal: AbortSignal;
}

/** As in `source-renderer.ts`: one level of folders a round. */
const ROUNDS = 1000;

export async function inspectDetails(inspecting: Inspecting, inspected: InspectedSource): Promise<InspectedDetails> {
  const request = requestOf(inspected);
  const job = await inspecting.jobOf(request);
  const details = await asked(inspecting, job, (inputs) => sourceDetails(sourceRequestOf(job), inputs));
  if (details.kind === 'Helm') return { type: details.kind, helm: details.helm };
  if (details.kind === 'Plugin') {
    return { type: details.kind, plugin: { parametersAnnouncement: details.parameters } };
  }
  if (details.kind !== 'Kustomize') return { type: details.kind };
  const result = await inspecting.render({ ...request, sources: [inspected.source], revisions: [''] });
  if (result.kind === 'failed') {
    const { code, kind } = result.error;
    throw new AppError({ code, kind, message: result.reason });
  }
  const objects = result.sources[0]?.manifests.map(({ object }) => object as unknown as Json) ?? [];
  return { type: details.kind, kustomize: { images: containerImages(objects) } };
}

export async function inspectFolders(
  inspecting: Inspecting,
  source: ApplicationSource,
  project: string,
): Promise<readonly ToolFolder[]> {
  const job = await inspecting.jobOf(requestOf({ appName: '', project, source, others: [] }));
  return await asked(inspecting, job, (inputs) => toolFolders(job.settings.disabledTools, inputs));
}

function requestOf({ appName, project, source, others }: InspectedSource): RenderRequest {
  const sources = [source, ...others.filter(({ ref }) => Boolean(ref))];
  const isMultiSource = others.length > 0;
  const facts = { namespace: '', kubeVersion: '', apiVersions: [], refresh: 'cached' } as const;
  return { appName, project, sources, isMultiSource, revisions: sources.map(() => ''), ...facts };
}

async function asked<T>(
  { deps, signal }: Inspecting,
  job: SourceJob,
  question: (inputs: RenderInputs) => Attempt<T>,
): Promise<T> {
  const world = openWorld(deps, worldPartsOf(job, signal));
  for (let round = 0; round < ROUNDS; round++) {
    const outcome = question(world.inputs);
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'failed') throw outcome.error;
    await world.fill(outcome.needs);
  }
  throw new AppError({ code: 'source.failed', kind: 'terminal', message: 'the source asks for ever more' });
}
