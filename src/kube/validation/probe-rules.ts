/** Probes and the hooks of a container's life. */
import { memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, invalidName, required } from './causes.ts';
import { both, must, neededWord, number, port, portOrName, presentMembers, whole } from './field-rules.ts';
import { wrongHeaderName } from './formats.ts';
import type { FieldRule, Rule, Rules, StructRules } from './rule.ts';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const DEFAULT_GRACE = 30;

/** Exactly one way to do it: a second one is refused, and not looked into. */
function oneHandler(handlers: readonly string[]): StructRules {
  const second = (name: string): Rule => {
    return ({ value, path }) =>
      presentMembers(value, handlers).indexOf(name) > 0
        ? [forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')]
        : [];
  };
  const none: Rule = ({ value, path }) =>
    presentMembers(value, handlers).length > 0 ? [] : [required(path, 'must specify a handler type')];
  const last = handlers.at(-1) ?? '';
  return {
    order: handlers,
    closed: ({ value }) => presentMembers(value, handlers).slice(1),
    after: {
      ...Object.fromEntries(handlers.map((name) => [name, second(name)])),
      [last]: (input) => [...second(last)(input), ...none(input)],
    },
  };
}

const grace: FieldRule = (value, path) =>
  (typeof value === 'number' || typeof value === 'bigint') && value <= 0
    ? [invalid(path, value, 'must be greater than 0')]
    : [];

/** Only readiness may ask for more than one success; it kills nothing, and so has nothing to wait for. */
const ofReadiness: Rule = ({ value, path }) => {
  const { successThreshold = 1, terminationGracePeriodSeconds: wait } = value;
  if (!path.endsWith('.readinessProbe')) {
    return successThreshold === 1 ? [] : [invalid(`${path}.successThreshold`, successThreshold, 'must be 1')];
  }
  const detail = 'must not be set for readinessProbes';
  return wait === undefined ? [] : [invalid(`${path}.terminationGracePeriodSeconds`, wait, detail)];
};

/** Sleeping must end before the pod is killed. */
const sleep: FieldRule = (value, path, input) => {
  const { object, path: handler } = input;
  const seconds = memberAt(value, 'seconds') ?? 0;
  const second = presentMembers(input.value, [...HANDLERS, 'sleep']).indexOf('sleep') > 0;
  if (value === undefined || second || typeof seconds === 'string') return [];
  const places = [
    ['spec'],
    ['template', 'spec'],
    ['spec', 'template', 'spec'],
    ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ];
  const spec = places
    .map((place) => memberAt(object, ...place))
    .find((one) => memberAt(one, 'containers') !== undefined);
  const limit = Number(memberAt(spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE);
  if (handler === '' || (Number(seconds) >= 0 && Number(seconds) <= limit)) return [];
  return [
    invalid(path, Number(seconds), `must be non-negative and less than terminationGracePeriodSeconds (${limit})`),
  ];
};

const headers: FieldRule = (value, path) =>
  Array.isArray(value)
    ? value.flatMap((header): readonly FieldCause[] => {
        const name = textAt(header, 'name') ?? '';
        return invalidName(path, name, wrongHeaderName(name));
      })
    : [];

export const PROBE_RULES: Rules = {
  'core/v1.Probe': {
    ...oneHandler(HANDLERS),
    fields: {
      initialDelaySeconds: whole,
      timeoutSeconds: whole,
      periodSeconds: whole,
      successThreshold: whole,
      failureThreshold: whole,
      terminationGracePeriodSeconds: grace,
    },
    last: ofReadiness,
  },
  'core/v1.LifecycleHandler': { ...oneHandler([...HANDLERS, 'sleep']), fields: { sleep } },
  'core/v1.ExecAction': { fields: { command: must() } },
  'core/v1.HTTPGetAction': {
    fields: { path: must(), port: portOrName, scheme: neededWord('HTTP', 'HTTPS'), httpHeaders: headers },
  },
  'core/v1.HTTPHeader': { fields: { name: () => [] } },
  'core/v1.TCPSocketAction': { fields: { port: portOrName } },
  'core/v1.GRPCAction': { fields: { port: both((value, path, input) => port(value ?? 0, path, input)) } },
  'core/v1.SleepAction': { fields: { seconds: number(() => true, '') } },
};
