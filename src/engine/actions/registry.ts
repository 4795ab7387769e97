/** The built-in actions by group and kind. More of them: a file in `library/<group>/`, and a line here. */
import type { BuiltinActions } from './builtin-action.ts';
import { DAEMON_SET } from './library/apps/daemon-set.ts';
import { DEPLOYMENT } from './library/apps/deployment.ts';
import { STATEFUL_SET } from './library/apps/stateful-set.ts';
import { ANALYSIS_RUN } from './library/argoproj.io/analysis-run.ts';
import { APPLICATION } from './library/argoproj.io/application.ts';
import { CRON_WORKFLOW } from './library/argoproj.io/cron-workflow.ts';
import { ROLLOUT } from './library/argoproj.io/rollout.ts';
import { WORKFLOW_TEMPLATE } from './library/argoproj.io/workflow-template.ts';
import { CRON_JOB } from './library/batch/cron-job.ts';
import { JOB } from './library/batch/job.ts';
import { STRIMZI_POD_SET } from './library/core.strimzi.io/strimzi-pod-set.ts';
import { EXTERNAL_SECRET } from './library/external-secrets.io/external-secret.ts';
import { PUSH_SECRET } from './library/external-secrets.io/push-secret.ts';
import { MARIA_DB } from './library/k8s.mariadb.com/maria-db.ts';
import { SCALED_JOB } from './library/keda.sh/scaled-job.ts';
import { SCALED_OBJECT } from './library/keda.sh/scaled-object.ts';
import { INTER_STEP_BUFFER_SERVICE } from './library/numaflow.numaproj.io/inter-step-buffer-service.ts';
import { MONO_VERTEX } from './library/numaflow.numaproj.io/mono-vertex.ts';
import { PIPELINE } from './library/numaflow.numaproj.io/pipeline.ts';
import { MONO_VERTEX_ROLLOUT } from './library/numaplane.numaproj.io/mono-vertex-rollout.ts';
import { PIPELINE_ROLLOUT } from './library/numaplane.numaproj.io/pipeline-rollout.ts';
import { CLUSTER } from './library/postgresql.cnpg.io/cluster.ts';
import { SCHEDULED_BACKUP } from './library/postgresql.cnpg.io/scheduled-backup.ts';
import { PULL_REQUEST } from './library/promoter.argoproj.io/pull-request.ts';
import { PERCONA_SERVER_MONGO_DB } from './library/psmdb.percona.com/percona-server-mongo-db.ts';
import { FLUX_KINDS } from './library/toolkit.fluxcd.io/flux-kinds.ts';

export const BUILTIN_ACTIONS: readonly BuiltinActions[] = [
  ANALYSIS_RUN,
  APPLICATION,
  CLUSTER,
  CRON_JOB,
  CRON_WORKFLOW,
  DAEMON_SET,
  DEPLOYMENT,
  EXTERNAL_SECRET,
  ...FLUX_KINDS,
  INTER_STEP_BUFFER_SERVICE,
  JOB,
  MARIA_DB,
  MONO_VERTEX,
  MONO_VERTEX_ROLLOUT,
  PERCONA_SERVER_MONGO_DB,
  PIPELINE,
  PIPELINE_ROLLOUT,
  PULL_REQUEST,
  PUSH_SECRET,
  ROLLOUT,
  SCALED_JOB,
  SCALED_OBJECT,
  SCHEDULED_BACKUP,
  STATEFUL_SET,
  STRIMZI_POD_SET,
  WORKFLOW_TEMPLATE,
];

const BY_KIND: ReadonlyMap<string, BuiltinActions> = new Map(
  BUILTIN_ACTIONS.map((member) => [`${member.group}/${member.kind}`, member]),
);

/** The built-in actions of a kind; undefined where it has none. */
export function builtinActions(group: string, kind: string): BuiltinActions | undefined {
  return BY_KIND.get(`${group}/${kind}`);
}
