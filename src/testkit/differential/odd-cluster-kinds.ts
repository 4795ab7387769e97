/** Odd requests for services, ranges of addresses, storage classes, autoscalers and policies. */
import { add, remove } from './edit-notation.ts';
import type { OddRequest } from './odd-request.ts';

const SOME_TERM = {
  matchLabelExpressions: [
    { key: 'a', values: ['x', 'y'] },
    { key: 'b', values: ['z'] },
  ],
};
const SAME_TERM = {
  matchLabelExpressions: [
    { key: 'b', values: ['z'] },
    { key: 'a', values: ['y', 'x'] },
  ],
};
export const ODD_CLUSTER_KINDS: readonly OddRequest[] = [
  ...['create' as const, 'update' as const].flatMap((way): readonly OddRequest[] => [
    ...[2_147_483_648, 70_000, -1, 4_294_967_296, 1.5].map((value) => ({
      reason: `a health check port of ${value} (${way})`,
      object: 'Service front',
      way,
      edits: [
        add('/spec/type', 'LoadBalancer'),
        add('/spec/externalTrafficPolicy', 'Local'),
        add('/spec/healthCheckNodePort', value),
      ],
    })),
    {
      reason: `three ranges of addresses (${way})`,
      object: 'ServiceCIDR more',
      way,
      edits: [add('/spec/cidrs', ['10.1.0.0/16', 'fd00::/112', '10.2.0.0/16'])],
    },
    {
      reason: `three wrong ranges of addresses (${way})`,
      object: 'ServiceCIDR more',
      way,
      edits: [add('/spec/cidrs', ['x', '10.1.0.1/16', '10.2.0.0/16', '10.2.0.0/16'])],
    },
    {
      reason: `an autoscaler with a wrong target, bounds, metrics and behaviour (${way})`,
      object: 'HorizontalPodAutoscaler scaler',
      way,
      edits: [
        add('/spec/scaleTargetRef', { kind: '', name: '' }),
        add('/spec/minReplicas', -1),
        add('/spec/maxReplicas', 0),
        add('/spec/metrics', [{ type: 'Odd' }, { type: 'Resource' }]),
        add('/spec/behavior', { scaleUp: { stabilizationWindowSeconds: -1 } }),
      ],
    },
    {
      reason: `a policy with no rules and other mistakes (${way})`,
      object: 'ValidatingAdmissionPolicy wise.example.com',
      way,
      edits: [
        remove('/spec/matchConstraints/resourceRules'),
        add('/spec/matchConstraints/matchPolicy', 'Odd'),
        add('/spec/matchConstraints/objectSelector', { matchLabels: { 'Bad Key!': 'x' } }),
        add('/spec/failurePolicy', 'Odd'),
        add('/spec/matchConstraints/excludeResourceRules', [{}]),
      ],
    },
    {
      reason: `a policy with no rules and a wrong exclusion (${way})`,
      object: 'ValidatingAdmissionPolicy wise.example.com',
      way,
      edits: [
        add('/spec/matchConstraints/resourceRules', []),
        add('/spec/matchConstraints/namespaceSelector', null),
        add('/spec/validations/0/reason', 'Odd'),
        add('/spec/variables/0/name', ''),
      ],
    },
  ]),
  ...[[{}], [{}, {}, {}], [SOME_TERM, SAME_TERM, SOME_TERM], [SOME_TERM, {}, SAME_TERM]].map(
    (terms, index): OddRequest => ({
      reason: `places of a storage class that are the same, ${index + 1}`,
      object: 'StorageClass fast',
      way: 'create',
      edits: [add('/allowedTopologies', terms)],
    }),
  ),
  ...['ExternalName', 'ClusterIP', 'NodePort', 'LoadBalancer'].map(
    (type): OddRequest => ({
      reason: `node ports that are the same of a service of type ${type}`,
      object: 'Service front',
      way: 'create',
      edits: [add('/spec/type', type), add('/spec/ports', [{ port: 5, nodePort: 70_000 }, { nodePort: 70_000 }])],
    }),
  ),
];
