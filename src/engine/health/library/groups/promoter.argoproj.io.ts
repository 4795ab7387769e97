import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { checksOf, checksText, drySha, shortSha } from '../families/promoter-commits.ts';
import { promoterGate, promoterReconciliation } from '../families/promoter-readiness.ts';
import { promotionStrategy } from '../families/promotion-strategy.ts';
import { at, type Check, firstOf, inGroup, shown, text } from '../vocabulary/index.ts';

const ARGO_CD_COMMIT_STATUS = firstOf(
  [promoterReconciliation('Argo CD commit status', { within: 'Argo CD commit status' })],
  (object) => {
    const selected = objectsAt(object, 'status', 'applicationsSelected').length;
    return selected === 0
      ? health('Degraded', 'Argo CD commit status has no applications configured')
      : health('Healthy', `Argo CD commit status is healthy and is tracking ${selected} applications`);
  },
);

const COMMIT_STATUS = firstOf([promoterReconciliation('Commit status')], (object) => {
  const [sha, phase] = [text(object, 'status.sha'), text(object, 'status.phase')];
  if (sha === undefined || phase === undefined) return health('Healthy', 'Commit status is healthy');
  return health('Healthy', `Commit status for commit ${sha} reports ${phase}`);
});

const PULL_REQUEST = firstOf([promoterReconciliation('Pull request', { types: ['Reconciled', 'Ready'] })], (object) => {
  const [id, state] = [at(object, 'status.id'), text(object, 'status.state')];
  if (id === undefined || state === undefined) return health('Healthy', 'Pull request is healthy');
  return health('Healthy', `Pull request is ${state} as PR ${shown(id)}`);
});

const CHANGE_TRANSFER_POLICY = firstOf([promoterReconciliation('Change transfer policy')], (object) => {
  const status = at(object, 'status');
  const [active, proposed] = [drySha(status, 'active'), drySha(status, 'proposed')];
  if (active === '') return health('Progressing', 'The active commit DRY SHA is missing or empty.');
  if (proposed === '') return health('Progressing', 'The proposed commit DRY SHA is missing or empty.');
  if (active !== proposed) {
    const way = `from '${shortSha(active)}' to '${shortSha(proposed)}'`;
    const checks = checksText(checksOf(at(status, 'proposed')));
    return health('Progressing', `Promotion in progress ${way}: ${checks}`);
  }
  const checks = checksOf(at(status, 'active'));
  if (checks.pending.length + checks.failed.length === 0) {
    return health('Healthy', `Environment is up-to-date on commit ${shortSha(active)}.`);
  }
  const but = 'Environment is up-to-date, but there are non-successful active commit statuses';
  return health('Healthy', `${but}: ${checksText(checks)}`);
});

interface Words {
  readonly reconciled: string;
  readonly failed: string;
  readonly pending: string;
  readonly passed: string;
}

/** The phase of a gate on each environment. One that is not known waits. */
function byEnvironments({ reconciled, failed, pending, passed }: Words): Check {
  return (object) => {
    const environments = objectsAt(object, 'status', 'environments').map((environment) => ({
      branch: text(environment, 'branch') ?? '?',
      phase: text(environment, 'phase') ?? 'pending',
    }));
    if (environments.length === 0) return health('Healthy', reconciled);
    const branches = (matches: (phase: string) => boolean) => {
      return environments.filter(({ phase }) => matches(phase)).map(({ branch }) => branch);
    };
    const bad = branches((phase) => phase === 'failure');
    if (bad.length > 0) return health('Degraded', `${failed} for branch(es): ${bad.join(', ')}`);
    const waiting = branches((phase) => phase !== 'success');
    if (waiting.length > 0) return health('Progressing', `${pending} for branch(es): ${waiting.join(', ')}`);
    return health('Healthy', `${passed} for ${environments.length} environment(s)`);
  };
}

function validated(kind: string, name: string, within: string): Check {
  const words = {
    initializing: `Initializing ${within}`,
    failed: `${name} validation failed`,
    notReady: `${name} not ready`,
    unknown: `${name} readiness unknown`,
  };
  return firstOf([promoterGate(kind, words)], health('Healthy', `${name} is ready`));
}

const GIT_COMMIT_STATUS = firstOf(
  [
    promoterGate('GitCommitStatus', {
      initializing: 'Initializing git commit validation',
      failed: 'Git commit validation failed',
      notReady: 'Git commit validation not ready',
      unknown: 'Git commit validation status unknown',
    }),
  ],
  byEnvironments({
    reconciled: 'Git commit validation reconciled',
    failed: 'Git commit validation failed',
    pending: 'Git commit validation pending',
    passed: 'Git commit validation passed',
  }),
);

const TIMED_COMMIT_STATUS = firstOf(
  [
    promoterGate('TimedCommitStatus', {
      initializing: 'Initializing timed commit gate',
      failed: 'Timed commit gate failed',
      notReady: 'Timed commit gate not ready',
      unknown: 'Timed commit gate status unknown',
    }),
  ],
  byEnvironments({
    reconciled: 'Timed commit gate reconciled',
    failed: 'Timed commit gate failed',
    pending: 'Timed commit gate pending',
    passed: 'Timed commit gate satisfied',
  }),
);

const WEB_REQUEST_COMMIT_STATUS = firstOf(
  [
    promoterGate('WebRequestCommitStatus', {
      initializing: 'Initializing web request commit validation',
      failed: 'Web request commit validation failed',
      notReady: 'Web request commit validation not ready',
      unknown: 'Web request commit validation unknown',
    }),
  ],
  byEnvironments({
    reconciled: 'Web request commit validation reconciled',
    failed: 'Web request validation failed',
    pending: 'Web request validation pending',
    passed: 'Web request validation passed',
  }),
);

/** GitOps Promoter. */
export const PROMOTER_ARGOPROJ_IO = inGroup('promoter.argoproj.io', {
  ArgoCDCommitStatus: ARGO_CD_COMMIT_STATUS,
  ChangeTransferPolicy: CHANGE_TRANSFER_POLICY,
  ClusterScmProvider: validated('ClusterScmProvider', 'Cluster SCM provider', 'cluster SCM provider'),
  CommitStatus: COMMIT_STATUS,
  GitCommitStatus: GIT_COMMIT_STATUS,
  GitRepository: validated('GitRepository', 'Git repository', 'Git repository'),
  PromotionStrategy: promotionStrategy,
  PullRequest: PULL_REQUEST,
  ScmProvider: validated('ScmProvider', 'SCM provider', 'SCM provider'),
  TimedCommitStatus: TIMED_COMMIT_STATUS,
  WebRequestCommitStatus: WEB_REQUEST_COMMIT_STATUS,
});
