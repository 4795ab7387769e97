/** Tasks that must not be tried: kinds the cluster lacks, objects the project forbids. Source: features rows C11, C12. */
import { splitApiVersion } from '../../kube/object/kube-object.ts';
import type { Outcome } from './results.ts';
import { isPrune, objectOf, type SyncTask } from './task.ts';

/** Answers about one task, from discovery and the project. */
export interface TaskFacts {
  /** The cluster serves this kind in this version. */
  readonly served: boolean;
  /** The version in which it serves it instead; absent where it does not have the kind. */
  readonly otherVersion?: string | undefined;
  /** Why the project forbids it; undefined where it permits it. */
  readonly denied: string | undefined;
}

export interface Refusal {
  readonly outcomes: readonly Outcome[];
  readonly message: string;
}

/** Undefined where every task may be tried; else the lines and the message of the failed operation. */
export function validateTasks(tasks: readonly SyncTask[], factsOf: (task: SyncTask) => TaskFacts): Refusal | undefined {
  const problems = tasks.flatMap((task) => {
    const problem = problemOf(task, factsOf(task));
    return problem === undefined ? [] : [{ task, ...problem }];
  });
  if (problems.length === 0) return undefined;
  const outcomes = problems.map(
    ({ task, line }): Outcome => ({ task, status: 'SyncFailed', progress: '', message: line }),
  );
  const reasons = [...new Set(problems.map((problem) => problem.reason))].join('; ');
  return { outcomes, message: `one or more synchronization tasks are not valid: ${reasons}` };
}

function problemOf(task: SyncTask, facts: TaskFacts): { line: string; reason: string } | undefined {
  if (facts.served || task.skipDryRun || isPrune(task)) {
    return facts.denied === undefined ? undefined : { line: facts.denied, reason: facts.denied };
  }
  return {
    line: notFound(task, facts.otherVersion),
    reason: `failed to discover server resources for group version ${objectOf(task).apiVersion}: the server could not find the requested resource`,
  };
}

function notFound(task: SyncTask, otherVersion: string | undefined): string {
  const { group, kind, namespace, name } = task.key;
  const whose = `for requested resource ${namespace}/${name}`;
  const { version } = splitApiVersion(objectOf(task).apiVersion);
  return otherVersion === undefined
    ? `The Kubernetes API could not find ${group}/${kind} ${whose}. Make sure the "${kind}" CRD is installed on the destination cluster.`
    : `The Kubernetes API could not find version "${version}" of ${group}/${kind} ${whose}. Version "${otherVersion}" of ${group}/${kind} is installed on the destination cluster.`;
}
