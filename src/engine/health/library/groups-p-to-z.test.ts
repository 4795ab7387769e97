import { expect, test } from 'vitest';
import { condition, conditions, type HealthRow, played } from '../../../testkit/health-sketch.ts';

const SECOND = { metadata: { name: 'x', generation: 2 } };
const OCM = 'policy.open-cluster-management.io';
const PROMOTER = 'promoter.argoproj.io';
const READY = conditions('Ready=True');
const dry = (sha: string, ...checks: readonly string[]) => ({
  dry: { sha },
  commitStatuses: checks.map((check) => ({ key: check.split(' ')[0] ?? '', phase: check.split(' ')[1] ?? '' })),
});
const A = 'aaaaaaaaaa';
const B = 'bbbbbbbbbb';
const running = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_none, index) => [`exec-${index}`, 'RUNNING']));
const spark = (state: string, count = 0) => ({ applicationState: { state }, executorState: running(count) });

const ROWS: readonly HealthRow[] = [
  [
    'pkg.crossplane.io/Provider',
    'installed and healthy',
    ['Installed=True:Active', 'Healthy=True:Good'],
    'Healthy Active Good',
  ],
  ['platform.confluent.io/Kafka', 'runs', { phase: 'RUNNING' }, 'Healthy Kafka running'],
  ['platform.confluent.io/Kafka', 'any other phase', { phase: 'ODD' }, 'Progressing Waiting for Kafka'],
  [
    'platform.confluent.io/Connector',
    'failed',
    { state: 'ERROR', conditions: conditions('A=False no topic', 'B=False x') },
    'Degraded no topic',
  ],
  [
    'platform.confluent.io/Connector',
    'failed, nobody says why',
    { state: 'ERROR' },
    'Degraded No conditions available',
  ],
  ['platform.confluent.io/Connector', 'created', { state: 'CREATED' }, 'Progressing Waiting for Kafka Connector'],
  [
    `${OCM}/CertificatePolicy`,
    'a bad one',
    { compliant: 'NonCompliant' },
    'Degraded At least once certificate does not comply with the policy',
  ],
  [
    `${OCM}/ConfigurationPolicy`,
    'all that it says',
    {
      compliant: 'NonCompliant',
      lastEvaluatedGeneration: 2,
      compliancyDetails: [{ conditions: conditions('a=True one') }, { conditions: conditions('b=True two') }],
    },
    'Degraded a - one; b - two',
    SECOND,
  ],
  [
    `${OCM}/ConfigurationPolicy`,
    'nothing said',
    { compliant: 'Compliant', lastEvaluatedGeneration: 2 },
    'Progressing Waiting for compliance',
    SECOND,
  ],
  [`${OCM}/OperatorPolicy`, 'not compliant', ['Compliant=False no operator'], 'Degraded no operator'],
  [`${OCM}/OperatorPolicy`, 'not judged', ['Other=True'], 'Progressing Waiting for the compliance condition'],
  [`${OCM}/Policy`, 'no cluster', { placement: [{}] }, 'Healthy No clusters match this policy'],
  [
    `${OCM}/Policy`,
    'a copy tells templates',
    {
      compliant: 'NonCompliant',
      details: [{ compliant: 'NonCompliant', templateMeta: { name: 't' } }, { compliant: 'Compliant' }],
    },
    'Degraded NonCompliant templates: t',
  ],
  [`${OCM}/Policy`, 'all templates', { compliant: 'Compliant', details: [] }, 'Healthy All templates are compliant'],
  [
    'postgresql.cnpg.io/Cluster',
    'switches over',
    { phase: 'Switchover in progress', phaseReason: 'to 2', conditions: READY },
    'Degraded to 2',
  ],
  [
    'postgresql.cnpg.io/Cluster',
    'a phase nobody knows',
    { phase: 'Odd', phaseReason: 'x', conditions: READY },
    'Unknown x',
  ],
  [
    'postgresql.cnpg.io/Cluster',
    'wakes up',
    { phaseReason: 'x', conditions: conditions('cnpg.io/hibernation=False waking') },
    'Degraded waking',
  ],
  ['postgresql.cnpg.io/Cluster', 'early', { phaseReason: 'start' }, 'Progressing start'],
  [
    'proclaim.dogmatiq.io/DNSSDServiceInstance',
    'nobody took it',
    ['Adopted=False no provider'],
    'Degraded no provider',
  ],
  ['proclaim.dogmatiq.io/DNSSDServiceInstance', 'early', undefined, 'Progressing'],
  [
    'projectcontour.io/HTTPProxy',
    'invalid',
    { description: 'no service', conditions: [condition('Valid=False x', { observedGeneration: 2 })] },
    'Degraded no service',
    SECOND,
  ],
  [
    'projectcontour.io/ExtensionService',
    'of another spec',
    { conditions: [condition('Valid=True x', { observedGeneration: 1 })] },
    'Progressing Waiting for status',
    SECOND,
  ],
  [
    `${PROMOTER}/ScmProvider`,
    'refused',
    ['Ready=False:ReconciliationError 401'],
    'Degraded SCM provider validation failed: 401',
  ],
  [
    `${PROMOTER}/ScmProvider`,
    'refused for another reason',
    ['Ready=False:NoSecret gone'],
    'Degraded SCM provider not ready (NoSecret): gone',
  ],
  [
    `${PROMOTER}/GitRepository`,
    'nobody knows',
    ['Ready=Unknown'],
    'Progressing Git repository readiness unknown (Unknown): Unknown',
  ],
  [
    `${PROMOTER}/ArgoCDCommitStatus`,
    'tracks',
    { applicationsSelected: [{}, {}], conditions: READY },
    'Healthy Argo CD commit status is healthy and is tracking 2 applications',
  ],
  [`${PROMOTER}/CommitStatus`, 'reports nothing', { conditions: READY }, 'Healthy Commit status is healthy'],
  [
    `${PROMOTER}/PullRequest`,
    'open',
    { id: 7, state: 'open', conditions: conditions('Reconciled=True') },
    'Healthy Pull request is open as PR 7',
  ],
  [
    `${PROMOTER}/PullRequest`,
    'refused for another reason',
    ['Ready=False:Closed x'],
    'Degraded Pull request reconciliation failed (Closed): x',
  ],
  [
    `${PROMOTER}/ChangeTransferPolicy`,
    'on its way',
    { active: dry(A), proposed: dry(B, 'test pending', 'lint success'), conditions: READY },
    "Progressing Promotion in progress from 'aaaaaaa' to 'bbbbbbb': 1 pending, 1 successful, 0 failed. Pending commit statuses: test. ",
  ],
  [
    `${PROMOTER}/ChangeTransferPolicy`,
    'there, but a check failed',
    { active: dry(A, 'health failure'), proposed: dry(A), conditions: READY },
    'Healthy Environment is up-to-date, but there are non-successful active commit statuses: 0 pending, 0 successful, 1 failed. Failed commit statuses: health. ',
  ],
  [
    `${PROMOTER}/PromotionStrategy`,
    'all there',
    { environments: [{ branch: 'dev', active: dry(A), proposed: dry(A) }], conditions: READY },
    "Healthy All environments are up-to-date on commit 'aaaaaaa'. Hydrator has processed dry commit 'aaaaaaa'.",
  ],
  [
    `${PROMOTER}/PromotionStrategy`,
    'all there, but checks are not',
    { environments: [{ branch: 'dev', active: dry(A, 'health pending'), proposed: dry(A) }], conditions: READY },
    'Healthy Environments are up-to-date, but some environments have non-successful commit statuses: dev (0 failed, 1 pending).',
  ],
  [
    `${PROMOTER}/PromotionStrategy`,
    'nowhere to go',
    { conditions: READY },
    'Degraded Promotion strategy has no environments configured',
  ],
  [`${PROMOTER}/TimedCommitStatus`, 'none', { conditions: READY }, 'Healthy Timed commit gate reconciled'],
  [
    `${PROMOTER}/WebRequestCommitStatus`,
    'an unknown phase waits',
    { environments: [{ branch: 'a', phase: 'odd' }, { phase: 'pending' }], conditions: READY },
    'Progressing Web request validation pending for branch(es): a, ?',
  ],
  [
    'psmdb.percona.com/PerconaServerMongoDB',
    'ready',
    { state: 'ready', ready: 3, size: 3 },
    'Healthy 3/3 node(s) are ready',
  ],
  ['psmdb.percona.com/PerconaServerMongoDB', 'early', undefined, 'Unknown Cluster status is unknown'],
  ['pulumi.com/Stack', 'at work', ['Ready=False', 'Reconciling=True updating'], 'Progressing updating'],
  [
    'pxc.percona.com/PerconaXtraDBCluster',
    'stops',
    { state: 'stopping', ready: 1, size: 3 },
    'Degraded Cluster is stopping (1/3 node(s) are ready)',
  ],
  [
    'pxc.percona.com/PerconaXtraDBCluster',
    'failed',
    { state: 'error', message: ['one', 'two'] },
    'Degraded Cluster is on error: one, two',
  ],
  ['rabbitmq.com/Queue', 'another reason', ['Ready=True:Odd'], 'Unknown RabbitMQ queue status is unknown'],
  [
    'rabbitmq.com/RabbitmqCluster',
    'waits for instances',
    ['ClusterAvailable=True', 'AllReplicasReady=False:NotAll'],
    'Progressing Waiting for RabbitMQ instances ready',
  ],
  [
    'rabbitmq.com/RabbitmqCluster',
    'scaled to nothing',
    ['ClusterAvailable=False', 'AllReplicasReady=False:ScaledToZero'],
    'Suspended RabbitmqCluster is scaled to 0 replicas',
    { spec: { replicas: 0 } },
  ],
  ['rabbitmq.com/RabbitmqCluster', 'early', {}, 'Progressing Waiting for RabbitMQ Operator'],
  ['rds.aws.crossplane.io/DBInstance', 'there', ['Ready=True:Available', 'Synced=True'], 'Healthy Available'],
  [
    'rollouts.kruise.io/Rollout',
    'paused',
    { observedGeneration: 2, phase: 'Progressing', canaryStatus: { currentStepState: 'StepPaused' } },
    'Suspended Rollout is Paused need manual intervention',
    SECOND,
  ],
  [
    'rollouts.kruise.io/Rollout',
    'disabled',
    { observedGeneration: 2, phase: 'Disabled', canaryStatus: { currentStepState: 'StepPaused' } },
    'Degraded Rollout is Disabled or Terminating',
    SECOND,
  ],
  [
    'route.openshift.io/Route',
    'one router refuses',
    { ingress: [{ conditions: conditions('Admitted=True') }, { conditions: conditions('Admitted=False') }] },
    'Degraded Route is degraded',
  ],
  ['route.openshift.io/Route', 'early', {}, 'Progressing Route is still getting admitted'],
  [
    'services.cloud.sap.com/ServiceInstance',
    'of another spec',
    { conditions: [condition('Ready=True', { observedGeneration: 1 })] },
    'Progressing Waiting for spec update to be observed',
    SECOND,
  ],
  ['services.cloud.sap.com/ServiceBinding', 'failed', ['Failed=True no plan'], 'Degraded no plan'],
  [
    'serving.knative.dev/Service',
    'failed',
    ['Ready=False:RevisionFailed no image', 'RoutesReady=Unknown'],
    'Degraded Ready is False, since RevisionFailed. no image\nRoutesReady is Unknown\n',
  ],
  ['serving.knative.dev/Service', 'early', {}, 'Progressing Waiting for status update.'],
  [
    'serving.kserve.io/InferenceService',
    'blocked',
    { modelStatus: { transitionStatus: 'InvalidSpec' }, conditions: [] },
    'Degraded 0: transitionStatus | InvalidSpec',
  ],
  ['serving.kserve.io/InferenceService', 'early', {}, 'Progressing Waiting for InferenceService to report status...'],
  ['snapshot.storage.k8s.io/VolumeSnapshot', 'ready', { readyToUse: true }, 'Healthy Ready to use'],
  [
    'solr.apache.org/SolrCloud',
    'some nodes',
    { solrNodes: [{ ready: true }, { ready: false }] },
    'Progressing Not all replicas are ready',
  ],
  [
    'source.toolkit.fluxcd.io/GitRepository',
    'an old artifact',
    ['Ready=True:Succeeded', 'ArtifactOutdated=True:NewRevision', 'ArtifactInStorage=True'],
    'Healthy Succeeded NewRevision',
  ],
  [
    'source.toolkit.fluxcd.io/HelmRepository',
    'suspended',
    {},
    'Suspended HelmRepository is suspended',
    { spec: { suspend: true, type: 'oci' } },
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'just added',
    spark(''),
    'Progressing SparkApplication was added, enqueuing it for submission',
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'some executors',
    spark('RUNNING', 1),
    'Progressing Waiting for Executor pods',
    { spec: { executor: { instances: 2 } } },
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'within what it may have',
    spark('RUNNING', 3),
    'Healthy SparkApplication is Running',
    { spec: { executor: { instances: 1 }, dynamicAllocation: { enabled: true, minExecutors: 2, maxExecutors: 4 } } },
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'more than it may have',
    spark('RUNNING', 3),
    'Progressing Waiting for Executor pods',
    { spec: { sparkConf: { 'spark.dynamicAllocation.enabled': 'true', 'spark.dynamicAllocation.maxExecutors': '2' } } },
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'failed',
    { applicationState: { state: 'FAILED', errorMessage: 'oom' } },
    'Degraded oom',
  ],
  [
    'sparkoperator.k8s.io/SparkApplication',
    'gone',
    spark('INVALIDATING'),
    'Missing SparkApplication is in InvalidatingState',
  ],
  ['spot.io/SpotDeployment', 'paused', ['Paused=True'], 'Suspended Rollout is paused'],
  [
    'spot.io/SpotDeployment',
    'rolls',
    { phase: 'Progressing', conditions: [] },
    'Progressing Waiting for rollout to finish steps',
  ],
  ['spot.io/SpotDeployment', 'early', {}, 'Unknown Lua returned an invalid health status'],
  [
    'stacks.crossplane.io/ClusterStackInstall',
    'at work',
    { conditionedStatus: { conditions: conditions('Ready=False:Creating') } },
    'Progressing Creating',
  ],
  [
    'tower.ansible.com/AnsibleJob',
    'called off',
    { ansibleJobResult: { status: 'canceled', url: 'http://j' } },
    'Degraded canceled job - http://j',
  ],
  [
    'trident.netapp.io/TridentBackendConfig',
    'bound, not done',
    { phase: 'Bound' },
    'Progressing Waiting for backend creation',
  ],
  ['trident.netapp.io/TridentOrchestrator', 'failed', { status: 'Failed', message: 'no rights' }, 'Degraded no rights'],
  [
    'work.karmada.io/ClusterResourceBinding',
    'names no cluster',
    { aggregatedStatus: [{ health: 'Healthy' }] },
    'Progressing Current resource status is insufficient',
  ],
  [
    'work.karmada.io/ResourceBinding',
    'one is not well',
    { aggregatedStatus: [{ health: 'Healthy' }, { health: 'Unhealthy' }] },
    'Degraded Current resource status is unhealthy',
  ],
  [
    'zookeeper.pravega.io/ZookeeperCluster',
    'all',
    { readyReplicas: 3, replicas: 3 },
    'Healthy All ZK Nodes have joined the ensemble',
  ],
  [
    'zookeeper.pravega.io/ZookeeperCluster',
    'none of none',
    { readyReplicas: 0, replicas: 0 },
    'Progressing Waiting for ZK Nodes to join the ensemble',
  ],
];

test.each(ROWS.map((row) => [`${row[0]}: ${row[1]}`, row] as const))('%s', (_name, row) => {
  const { found, wanted } = played(row);
  expect(found).toEqual(wanted);
});
