/** The journal's lines: found, replaced and added without changing the given list. */
import { type Json, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { objectOf, type ResourceResult, type ResultCode, type SyncTask, type TaskPhase, versionOf } from './task.ts';

const CODES: readonly ResultCode[] = ['Synced', 'SyncFailed', 'Pruned', 'PruneSkipped'];
const PROGRESS: readonly TaskPhase[] = ['Running', 'Terminating', 'Succeeded', 'Failed', 'Error'];

export interface Outcome {
  readonly task: SyncTask;
  readonly status: ResultCode;
  readonly progress: TaskPhase;
  /** Empty keeps the message that stands. */
  readonly message: string;
}

/** Puts outcomes into the lines: an existing line keeps its place, a new one comes last. */
export function withOutcomes(
  lines: readonly ResourceResult[],
  outcomes: readonly Outcome[],
): readonly ResourceResult[] {
  if (outcomes.length === 0) return lines;
  const result = [...lines];
  const places = new Map(lines.map((line, place) => [lineId(line), place]));
  for (const outcome of outcomes) {
    const fresh = lineOf(outcome);
    const place = places.get(lineId(fresh));
    if (place === undefined) {
      places.set(lineId(fresh), result.length);
      result.push(fresh);
    } else {
      const before = result[place];
      result[place] = { ...fresh, message: outcome.message === '' ? (before?.message ?? '') : outcome.message };
    }
  }
  return result.map(dropEmpty);
}

/** The task with what the journal says about it. */
export function withProgress(task: SyncTask, line: ResourceResult | undefined): SyncTask {
  if (line === undefined) return task;
  return {
    ...task,
    status: oneOf(CODES, line.status),
    progress: oneOf(PROGRESS, line.hookPhase),
    message: line.message ?? '',
  };
}

/** Identity of a line: object and phase. */
export function lineId(line: ResourceResult): string {
  return `${line.group}/${line.kind}/${line.namespace}/${line.name}/${line.syncPhase ?? ''}`;
}

/** Container images that an object names, in order, without repetition. */
export function imagesOf(object: KubeObject): readonly string[] {
  const specs = [
    memberAt(object.spec, 'template', 'spec'),
    memberAt(object.spec, 'jobTemplate', 'spec', 'template', 'spec'),
    object.kind === 'Pod' ? object.spec : undefined,
  ];
  const images = specs.flatMap((spec) => [
    ...containerImages(spec, 'containers'),
    ...containerImages(spec, 'initContainers'),
  ]);
  return [...new Set(images)];
}

function containerImages(spec: Json | undefined, list: string): readonly string[] {
  const containers = memberAt(spec, list);
  if (!Array.isArray(containers)) return [];
  return containers.map((container: Json) => memberAt(container, 'image')).filter((image) => typeof image === 'string');
}

function lineOf({ task, status, progress, message }: Outcome): ResourceResult {
  const { group, kind, namespace, name } = task.key;
  return {
    group,
    version: versionOf(task),
    kind,
    namespace,
    name,
    status,
    message,
    hookType: task.hook ? task.phase : '',
    hookPhase: progress,
    syncPhase: task.phase,
    images: imagesOf(objectOf(task)),
  };
}

/** Go's `omitempty` of the fields that have it; group, version, kind, namespace and name always stand. */
function dropEmpty(line: ResourceResult): ResourceResult {
  const { status, message, hookType, hookPhase, syncPhase, images, ...key } = line;
  return {
    ...key,
    ...(status ? { status } : {}),
    ...(message ? { message } : {}),
    ...(hookType ? { hookType } : {}),
    ...(hookPhase ? { hookPhase } : {}),
    ...(syncPhase ? { syncPhase } : {}),
    ...(images !== undefined && images.length > 0 ? { images } : {}),
  };
}

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | '' {
  return words.find((word) => word === text) ?? '';
}
