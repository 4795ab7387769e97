/**
 * Random ValidatingAdmissionPolicies with bindings and requests: validations, messages, variables, conditions, annotations,
 * parameters, selectors and actions; some of it wrong. The same number gives the same.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { pick } from '../differential/drawn-values.ts';
import type { PolicyCase } from './policy-cases.ts';

const EXPRESSIONS = [
  "object.metadata.name != 'a'",
  "has(object.data) && object.data.k == '1'",
  "object.data.k == '1'",
  "object.data['zz'] == '1'",
  'oldObject == null',
  'oldObject.data.k != object.data.k',
  "request.operation == 'CREATE'",
  "request.userInfo.username == 'nobody'",
  "namespaceObject.metadata.labels['team'] == 'x'",
  "authorizer.group('').resource('pods').namespace('default').check('create').allowed()",
  'variables.v',
  'variables.w > 1',
  'variables.missing',
  "params.data.limit == '3'",
  'params == null',
  'object.spec.replicas > 1',
  '1 + 1',
  'true',
  'false',
  "'a'",
  'object.metadata.annotations.all(k, k.size() < 3)',
  "string(object.metadata.name).matches('^[a-c]$')",
  'object.',
];
const TEXTS = [
  "'said ' + object.metadata.name",
  'string(1/0)',
  "''",
  "'a\\nb'",
  'object.data.nothing',
  '1',
  "'v is ' + string(variables.v)",
  'null',
  'params.data.limit',
];
const VARIABLES = [
  'true',
  '2',
  "object.metadata.name == 'a'",
  'variables.v',
  'object.data.k',
  '1/0',
  'params.data.limit',
  'xx',
];
const REASONS = ['Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Odd'];

interface Draw {
  readonly random: () => number;
  readonly chance: (share: number) => boolean;
}

/** One policy. */
export function randomPolicy(seed: number): PolicyCase {
  const random = randomNumbers(seed);
  const draw: Draw = { random, chance: (share) => random() < share };
  const withParams = draw.chance(0.35);
  const bindings = Array.from({ length: pick([1, 1, 1, 2], random) }, () => bindingOf(draw, withParams));
  const params = {
    path: '/api/v1/namespaces/NS/configmaps',
    body: { metadata: { name: 'params', labels: { p: '1' } }, data: { limit: '3' } },
  };
  return {
    name: `random ${seed}`,
    ...(withParams && draw.chance(0.8) && { before: [params] }),
    spec: specOf(draw, withParams),
    bindings,
    requests: Array.from({ length: 5 }, () => requestOf(draw)),
  };
}

function specOf(draw: Draw, withParams: boolean): JsonObject {
  const { random, chance } = draw;
  return {
    validations: Array.from({ length: pick([1, 1, 2, 3], random) }, () => ({
      expression: pick(EXPRESSIONS, random),
      ...(chance(0.3) && { message: pick(['never', '', 'a\nb'], random) }),
      ...(chance(0.35) && { messageExpression: pick(TEXTS, random) }),
      ...(chance(0.3) && { reason: pick(REASONS, random) }),
    })),
    ...(chance(0.5) && { variables: variablesOf(draw) }),
    ...(chance(0.3) && {
      matchConditions: [{ name: pick(['c', 'c.d/e', 'Bad Name!'], random), expression: pick(EXPRESSIONS, random) }],
    }),
    ...(chance(0.2) && {
      auditAnnotations: [{ key: pick(['k', 'K-1', 'no/slash'], random), valueExpression: pick(TEXTS, random) }],
    }),
    ...(chance(0.5) && { failurePolicy: pick(['Fail', 'Ignore', 'Odd'], random) }),
    ...(withParams && { paramKind: { apiVersion: 'v1', kind: chance(0.9) ? 'ConfigMap' : 'Nothing' } }),
  };
}

function variablesOf({ random, chance }: Draw): Json {
  const names = ['v', 'w', ...(chance(0.1) ? ['v', 'bad-name'] : [])];
  return names.map((name) => ({ name, expression: pick(VARIABLES, random) }));
}

function bindingOf({ random, chance }: Draw, withParams: boolean): JsonObject {
  const actions = pick(
    [['Deny'], ['Deny'], ['Warn'], ['Audit'], ['Deny', 'Audit'], ['Warn', 'Audit'], ['Deny', 'Warn'], []],
    random,
  );
  const ref = chance(0.7)
    ? { name: pick(['params', 'absent'], random) }
    : { selector: { matchLabels: { p: pick(['1', '2'], random) } } };
  const missing = { parameterNotFoundAction: pick(['Deny', 'Allow', 'Odd'], random) };
  return {
    validationActions: actions,
    ...((withParams || chance(0.05)) && {
      paramRef: { ...ref, ...(chance(0.8) && { namespace: 'NS' }), ...(chance(0.9) && missing) },
    }),
    ...(chance(0.2) && { matchResources: { objectSelector: { matchLabels: { l: pick(['1', '2'], random) } } } }),
  };
}

function requestOf({ random, chance }: Draw): PolicyCase['requests'][number] {
  const path = '/api/v1/namespaces/NS/configmaps?dryRun=All&fieldManager=m';
  const labels = { l: pick(['1', '2'], random) };
  const data = chance(0.7) ? { k: pick(['1', '2'], random) } : {};
  if (chance(0.2)) {
    const spec = {
      replicas: pick([1, 2], random),
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    };
    return {
      path: '/apis/apps/v1/namespaces/NS/deployments?dryRun=All',
      body: { metadata: { name: pick(['a', 'b'], random), labels }, spec },
    };
  }
  return {
    path,
    body: { metadata: { name: pick(['a', 'b', 'c', 'dd'], random), ...(chance(0.6) && { labels }) }, data },
  };
}
