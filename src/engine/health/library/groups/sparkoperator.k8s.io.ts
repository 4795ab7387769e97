import { isObject, type Json, memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { at, byState, count, firstOf, has, inGroup, inItsWords, type StateCase, shown } from '../vocabulary/index.ts';

const RUNNING = health('Healthy', 'SparkApplication is Running');

/** How many executors an application may have. */
interface Range {
  readonly least: number;
  readonly most: number;
}

function rangeFrom(least: Json | undefined, most: Json | undefined): Range {
  const number = (value: Json | undefined, otherwise: number) =>
    value === undefined ? otherwise : Number(shown(value));
  return { least: number(least, 0), most: number(most, Number.POSITIVE_INFINITY) };
}

/** Dynamic allocation as the resource asks for it, or as Spark's own settings do, those of streaming first. */
function rangeOf(object: KubeObject): Range | undefined {
  const own = at(object, 'spec.dynamicAllocation');
  if (at(own, 'enabled') === true) return rangeFrom(at(own, 'minExecutors'), at(own, 'maxExecutors'));
  const settings = at(object, 'spec.sparkConf');
  for (const prefix of ['spark.streaming.dynamicAllocation', 'spark.dynamicAllocation']) {
    const setting = (name: string) => memberAt(settings, `${prefix}.${name}`) ?? undefined;
    if (setting('enabled') === 'true') return rangeFrom(setting('minExecutors'), setting('maxExecutors'));
  }
  return undefined;
}

/** Running counts once the executors that were asked for run; where nobody asked for a number, one is enough. */
const running: StateCase = (_state, object) => {
  const states = at(object, 'status.executorState');
  if (!isObject(states)) return undefined;
  const runs = Object.values(states).filter((state) => state === 'RUNNING').length;
  const asked = count(object, 'spec.executor.instances');
  if (asked === runs) return RUNNING;
  const range = rangeOf(object);
  if (range !== undefined) return range.least <= runs && runs <= range.most ? RUNNING : undefined;
  return asked === undefined && !has(object, 'spec.dynamicAllocation') && runs >= 1 ? RUNNING : undefined;
};

const failed = inItsWords('Degraded', 'status.applicationState.errorMessage');

/** The line break and the spaces are part of what users of Argo CD read. */
const SUCCEEDING = [
  'The driver pod has been completed successfully. The executor pods terminate and are cleaned up.',
  `${' '.repeat(32)}Under this circumstances, we assume the executor pod are completed.`,
].join('\n');
const UNKNOWN =
  'SparkApplication is in UnknownState because either driver pod or one or all executor pods in unknown state  ';

/** Spark operator. */
export const SPARKOPERATOR_K8S_IO = inGroup('sparkoperator.k8s.io', {
  SparkApplication: firstOf(
    [
      byState('status.applicationState.state', {
        '': health('Progressing', 'SparkApplication was added, enqueuing it for submission'),
        RUNNING: running,
        SUBMITTED: health('Progressing', 'SparkApplication was submitted successfully'),
        COMPLETED: health('Healthy', 'SparkApplication was Completed'),
        FAILED: failed,
        SUBMISSION_FAILED: failed,
        PENDING_RERUN: health('Progressing', 'SparkApplication is Pending Rerun'),
        INVALIDATING: health('Missing', 'SparkApplication is in InvalidatingState'),
        SUCCEEDING: health('Progressing', SUCCEEDING),
        FAILING: failed,
        UNKNOWN: health('Progressing', UNKNOWN),
      }),
    ],
    health('Progressing', 'Waiting for Executor pods'),
  ),
});
