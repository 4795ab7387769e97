/** One source of an Application to its objects: folder, overrides, tool, then that tool's renderer. */
import { appFolder } from './app-path.ts';
import type { Renderer, RenderInputs, RenderOutcome, SourceManifest, SourceRequest, SourceType } from './contract.ts';
import { toolFor } from './detect/tool-for.ts';
import { renderDirectory } from './directory/directory.ts';
import { ChartMemory } from './helm-source/chart-memory.ts';
import { renderHelm } from './helm-source/render-helm.ts';
import { BaseMemory } from './kustomize/build/shared-base.ts';
import { renderKustomize } from './kustomize-source/render-kustomize.ts';
import { renderPlugin } from './plugin/render-plugin.ts';
import { overriddenSource } from './source-overrides/source-overrides.ts';
import { attempt, type Questions } from './trace/questions.ts';

/** The renderer of the contract. Faults have codes of `RenderErrorCode`. */
export function renderSource(request: SourceRequest, inputs: RenderInputs, memory?: RenderMemory): RenderOutcome {
  const outcome = attempt(inputs, (questions) => render(request, questions, memory), request.settings);
  return outcome.kind === 'done' ? { ...outcome, ...outcome.value } : outcome;
}

/** What earlier renders left: results do not depend on it. */
export interface RenderMemory {
  readonly charts: ChartMemory;
  readonly bases: BaseMemory;
}

/** The same renderer with a memory of its own, for whoever renders more than once. */
export function createRenderSource(): Renderer {
  const memory = { charts: new ChartMemory(CHARTS_KEPT), bases: new BaseMemory(BASES_KEPT) };
  return (request, inputs) => renderSource(request, inputs, memory);
}

/** Bytes of the files of charts. */
const CHARTS_KEPT = 32 * 1024 * 1024;
/** Bytes of the objects of bases. */
const BASES_KEPT = 64 * 1024 * 1024;

interface Rendered {
  readonly sourceType: SourceType;
  readonly manifests: readonly SourceManifest[];
}

function render(request: SourceRequest, questions: Questions, memory: RenderMemory | undefined): Rendered {
  const folder = request.source.chart ? '' : appFolder(questions, request.source.path ?? '').path;
  const source = overriddenSource(questions, folder, request);
  const sourceType = toolFor(source, folder, { request, questions });
  if (sourceType === 'Helm')
    return { sourceType, manifests: renderHelm({ ...request, source }, { folder, questions }, memory?.charts) };
  if (sourceType === 'Kustomize')
    return { sourceType, manifests: renderKustomize({ ...request, source }, { folder, questions }, memory?.bases) };
  if (sourceType === 'Plugin')
    return { sourceType, manifests: renderPlugin({ ...request, source }, folder, questions) };
  return { sourceType, manifests: renderDirectory({ ...request, source }, folder, questions) };
}
