import { expect, test } from 'vitest';
import { condition, conditions, type HealthRow, played } from '../../../testkit/health-sketch.ts';

const SECOND = { metadata: { name: 'x', generation: 2 } };
const GATEWAY = 'gateway.networking.k8s.io';
const at = (generation: number, ...texts: readonly string[]) =>
  texts.map((text) => condition(text, { observedGeneration: generation }));
const parent = (name: string, list: readonly object[]) => ({ parentRef: { name }, conditions: list as never });
const ancestor = (name: string, list: readonly object[]) => ({ ancestorRef: { name }, conditions: list as never });
const nodes = (count: number) => ({ spec: { nodeSets: [{ count: 1 }, { count: count - 1 }] } });
const role = { roleName: 'r', roleARN: 'arn', roleID: 'id' };

const ROWS: readonly HealthRow[] = [
  ['datadoghq.com/DatadogMetric', 'an error, named', ['Error=True:Forbidden no'], 'Degraded Forbidden: no'],
  [
    'datadoghq.com/DatadogMetric',
    'an error without words',
    ['Valid=False', 'Error=True'],
    'Degraded DatadogMetric reported an error',
  ],
  ['datadoghq.com/DatadogMetric', 'invalid', ['Valid=False'], 'Degraded DatadogMetric is not valid'],
  ['db.atlasgo.io/AtlasSchema', 'at work', ['Ready=False:Pending GettingDevDB'], 'Progressing Pending'],
  ['db.atlasgo.io/AtlasSchema', 'failed', ['Ready=False:BadSQL Reconciled'], 'Degraded BadSQL'],
  ['db.atlasgo.io/AtlasMigration', 'early', [], 'Progressing Waiting for Atlas Operator'],
  ['db.atlasgo.io/AtlasMigration', 'failed', ['Ready=False:Migrating x'], 'Degraded Migrating'],
  [
    'elasticsearch.k8s.elastic.co/Elasticsearch',
    'yellow',
    { availableNodes: 3, phase: 'Ready', health: 'yellow' },
    'Progressing Elasticsearch Cluster status is Yellow. Check the status of indices, replicas and shards',
    nodes(3),
  ],
  [
    'elasticsearch.k8s.elastic.co/Elasticsearch',
    'invalid',
    { availableNodes: 3, phase: 'Invalid', health: 'unknown' },
    'Degraded Elasticsearch phase is Invalid',
    nodes(3),
  ],
  [
    'elasticsearch.k8s.elastic.co/Elasticsearch',
    'more than asked for',
    { availableNodes: 4, phase: 'Ready', health: 'green' },
    'Unknown Elasticsearch Cluster status is unknown. Ensure your ArgoCD is current and then check for/file a bug report: https://github.com/argoproj/argo-cd/issues',
    nodes(3),
  ],
  [
    'external-secrets.io/ClusterExternalSecret',
    'the last one counts',
    ['Ready=True', 'NotReady=True no store'],
    'Degraded no store',
  ],
  ['external-secrets.io/ExternalSecret', 'not synced', ['Ready=False denied'], 'Degraded denied'],
  ['external-secrets.io/ExternalSecret', 'nobody knows: nothing returned is Healthy', ['Ready=Unknown x'], 'Healthy'],
  [
    'external-secrets.io/ExternalSecret',
    'a condition from before the last refresh',
    {
      refreshTime: '2026-01-02T00:00:00Z',
      conditions: [condition('Ready=True old', { lastTransitionTime: '2026-01-01T00:00:00Z' })],
    },
    'Progressing Waiting for ExternalSecret',
    { spec: { refreshPolicy: 'OnChange' } },
  ],
  ['external-secrets.io/SecretStore', 'valid', ['Ready=True store validated'], 'Healthy store validated'],
  [
    'flagger.app/Canary',
    'failed',
    { phase: 'Failed', canaryWeight: 0, conditions: conditions('Promoted=False bad') },
    'Degraded Failed --- bad',
  ],
  ['flagger.app/Canary', 'no status', undefined, 'Unknown No status'],
  ['flagger.app/Canary', 'a phase nobody knows', { phase: 'Waiting' }, 'Unknown Waiting --- '],
  ['flink.apache.org/FlinkDeployment', 'deployed', { reconciliationStatus: { state: 'DEPLOYED' } }, 'Healthy'],
  [
    'flink.apache.org/FlinkDeployment',
    'not yet',
    { reconciliationStatus: {}, jobManagerDeploymentStatus: 'DEPLOYING' },
    'Progressing Waiting for deploying',
  ],
  ['flink.apache.org/FlinkDeployment', 'early', {}, 'Progressing Waiting for Flink operator'],
  [
    'game.kruise.io/GameServer',
    'on its way',
    { currentState: 'Creating', desiredState: 'Ready' },
    'Progressing State change: Creating → Ready',
  ],
  [
    'game.kruise.io/GameServer',
    'where nobody wants to be',
    { currentState: 'Maintaining', desiredState: 'Maintaining' },
    'Unknown Waiting for GameServer to be ready',
  ],
  [
    'game.kruise.io/GameServerSet',
    'paused',
    { observedGeneration: 2 },
    'Suspended GameServerSet is paused',
    { ...SECOND, spec: { updateStrategy: { rollingUpdate: { paused: true } } } },
  ],
  [
    'game.kruise.io/GameServerSet',
    'too few',
    { observedGeneration: 2, replicas: 3, readyReplicas: 1 },
    'Progressing ReadyReplicas 1/3, still progressing',
    SECOND,
  ],
  [`${GATEWAY}/Gateway`, 'not programmed', ['Accepted=True', 'Programmed=False no address'], 'Progressing no address'],
  [
    `${GATEWAY}/Gateway`,
    'a listener is broken',
    { conditions: conditions('Accepted=True'), listeners: [{ conditions: conditions('ResolvedRefs=False') }] },
    'Degraded Listener: Failed condition: ResolvedRefs',
  ],
  [
    `${GATEWAY}/Gateway`,
    'a listener is late',
    { listeners: [{ conditions: conditions('Programmed=Unknown') }] },
    'Progressing Listener: Listener is still being programmed',
  ],
  [`${GATEWAY}/Gateway`, 'early', {}, 'Progressing Waiting for Gateway status'],
  [`${GATEWAY}/GatewayClass`, 'refused', ['Accepted=False no'], 'Degraded no'],
  [`${GATEWAY}/GatewayClass`, 'in own words', ['Accepted=True'], 'Healthy GatewayClass is accepted'],
  [`${GATEWAY}/HTTPRoute`, 'early', {}, 'Progressing Waiting for HTTPRoute status'],
  [
    `${GATEWAY}/HTTPRoute`,
    'a refusal of an older spec says nothing',
    { parents: [parent('a', at(1, 'Accepted=False no')), parent('b', at(2, 'Accepted=True'))] },
    'Healthy HTTPRoute is healthy',
    SECOND,
  ],
  [
    `${GATEWAY}/HTTPRoute`,
    'nobody has seen it',
    { parents: [parent('a', at(1, 'Accepted=True'))] },
    'Progressing Waiting for HTTPRoute status',
    SECOND,
  ],
  [
    `${GATEWAY}/HTTPRoute`,
    'who tells no generation has not seen a spec that has one',
    { parents: [parent('a', conditions('Accepted=True'))] },
    'Progressing Waiting for HTTPRoute status',
    SECOND,
  ],
  [
    `${GATEWAY}/HTTPRoute`,
    'one condition of the newest spec is enough',
    { parents: [parent('a', [...at(1, 'ResolvedRefs=False lost'), ...at(2, 'Accepted=True')])] },
    'Degraded Parent a: lost',
    SECOND,
  ],
  [
    `${GATEWAY}/GRPCRoute`,
    'not programmed',
    { parents: [parent('a', conditions('Accepted=True', 'Programmed=False'))] },
    'Progressing Parent a: Route is still being programmed',
  ],
  [
    `${GATEWAY}/BackendTLSPolicy`,
    'one refuses',
    { ancestors: [ancestor('a', conditions('Accepted=True')), ancestor('b', conditions('ResolvedRefs=False gone'))] },
    'Degraded Ancestor b: gone',
  ],
  [`${GATEWAY}/BackendTLSPolicy`, 'early', {}, 'Progressing Waiting for BackendTLSPolicy status'],
  ['gateway.solo.io/VirtualService', 'a number', { state: 3, reason: 'half' }, 'Degraded half'],
  ['gateway.solo.io/VirtualService', 'no state', { state: 9 }, 'Progressing Update in progress'],
  [
    'gloo.solo.io/Proxy',
    'per namespace',
    { statuses: { a: { state: 'Pending' } } },
    'Suspended The resource has not yet been validated',
  ],
  [
    'gloo.solo.io/Proxy',
    'an unknown one, then a known one',
    { statuses: { a: {}, b: { state: 'Rejected', reason: 'bad' } } },
    'Degraded bad',
  ],
  [
    'grafana-org-operator.kubitus-project.gitlab.io/Folder',
    'nobody knows',
    ['Ready=Unknown asking'],
    'Progressing asking',
  ],
  [
    'grafana.integreatly.org/Grafana',
    'failed',
    { stage: 'deployment', stageStatus: 'failed' },
    'Degraded Failed at stage deployment',
  ],
  [
    'grafana.integreatly.org/Grafana',
    'one of its stages',
    { stage: 'service', stageStatus: 'success' },
    'Progressing service',
  ],
  ['grafana.integreatly.org/GrafanaDatasource', 'known', { uid: 'u' }, 'Healthy'],
  ['grafana.integreatly.org/GrafanaDatasource', 'not known yet', { uid: '' }, 'Progressing'],
  [
    'grafana.integreatly.org/GrafanaDashboard',
    'all that it says',
    ['A=True:Done all', 'B=True:Fine', 'C=Unknown:Odd'],
    'Healthy Done for A because all, Fine for B, Odd for C',
  ],
  [
    'grafana.integreatly.org/GrafanaFolder',
    'no mismatch is good',
    ['S=True:Ok', 'FolderUIDMismatch=False:Same'],
    'Healthy Ok for S, Same for FolderUIDMismatch',
  ],
  [
    'grafana.integreatly.org/GrafanaFolder',
    'a mismatch is not',
    ['FolderUIDMismatch=True:Other'],
    'Degraded Other for FolderUIDMismatch',
  ],
  [
    'helm.toolkit.fluxcd.io/HelmRelease',
    'suspended',
    ['Ready=True'],
    'Suspended HelmRelease is suspended',
    { spec: { suspend: true } },
  ],
  ['helm.toolkit.fluxcd.io/HelmRelease', 'ready but not released', ['Ready=True:Odd'], 'Degraded Odd'],
  ['helm.toolkit.fluxcd.io/HelmRelease', 'early', {}, 'Progressing Status unknown'],
  [
    'iam.aws.crossplane.io/Role',
    'not ready',
    ['Synced=True', 'Ready=False'],
    'Progressing Waiting for Role to be available',
  ],
  ['iam.aws.crossplane.io/Role', 'early', {}, 'Progressing Waiting for Role to be created'],
  [
    'iammanager.keikoproj.io/Iamrole',
    'refused at once',
    { ...role, state: 'PolicyNotAllowed' },
    "Degraded Failed to reconcile the Iamrole for role 'r' with ARN 'arn' and ID 'id'.",
  ],
  [
    'iammanager.keikoproj.io/Iamrole',
    'nothing known',
    { state: 'Ready' },
    "Healthy Role '<none>' exists with ARN '<none>' and ID '<none>'.",
  ],
  [
    'image.toolkit.fluxcd.io/ImageRepository',
    'scans',
    ['Ready=False:Wait', 'Reconciling=True:Scanning'],
    'Progressing Wait',
  ],
  [
    'image.toolkit.fluxcd.io/ImageRepository',
    'another kind of work',
    ['Ready=False:Wait', 'Reconciling=True:Odd'],
    'Degraded Wait',
  ],
  ['image.toolkit.fluxcd.io/ImagePolicy', 'ready', ['Ready=True:Succeeded'], 'Healthy Succeeded'],
  ['install.istio.io/IstioOperator', 'by number', { status: 3 }, 'Healthy Component is healthy.'],
  ['install.istio.io/IstioOperator', 'by name', { status: 'NONE' }, 'Unknown Component is not present.'],
  ['install.istio.io/IstioOperator', 'early', {}, 'Progressing Waiting for Istio Control Plane'],
  ['jaegertracing.io/Jaeger', 'failed', { phase: 'Failed' }, 'Degraded Jaeger Failed For Some Reason'],
];

test.each(ROWS.map((row) => [`${row[0]}: ${row[1]}`, row] as const))('%s', (_name, row) => {
  const { found, wanted } = played(row);
  expect(found).toEqual(wanted);
});
