/** Probes and the hooks of a container's life. */
import { memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, invalidName, required } from './causes.ts';
import { both, must, neededWord, number, port, portOrName, presentMembers, whole } from './field-rules.ts';
import { wrongHeaderName } from './formats.ts';
import type { FieldRule, Rule, Rules } from './rule.ts';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const DEFAULT_GRACE = 30;

/** Exactly one way to do it. */
function oneHandler(handlers: readonly string[]): Rule {
  return ({ value, path }) => {
    const given = presentMembers(value, handlers);
    if (given.length === 0) return [required(path, 'must specify a handler type')];
    return given.slice(1).map((name) => forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'));
  };
}

/** Only readiness may ask for more than one success. */
const successThreshold: FieldRule = (value, path, input) => {
  const causes = whole(value, path, input);
  if (causes.length > 0 || input.path.endsWith('.readinessProbe') || value === undefined || value === 1) return causes;
  return [invalid(path, value, 'must be 1')];
};

const grace: FieldRule = (value, path, { path: probe }) => {
  if (typeof value !== 'number' && typeof value !== 'bigint') return [];
  if (probe.endsWith('.readinessProbe')) return [invalid(path, value, 'must not be set for readinessProbes')];
  return value <= 0 ? [invalid(path, value, 'must be greater than 0')] : [];
};

/** Sleeping must end before the pod is killed. */
const sleep: FieldRule = (value, path, { object, path: handler }) => {
  const seconds = memberAt(value, 'seconds') ?? 0;
  if (value === undefined || typeof seconds === 'string') return [];
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
    first: oneHandler(HANDLERS),
    fields: {
      initialDelaySeconds: whole,
      timeoutSeconds: whole,
      periodSeconds: whole,
      successThreshold,
      failureThreshold: whole,
      terminationGracePeriodSeconds: grace,
    },
  },
  'core/v1.LifecycleHandler': { first: oneHandler([...HANDLERS, 'sleep']), fields: { sleep } },
  'core/v1.ExecAction': { fields: { command: must() } },
  'core/v1.HTTPGetAction': {
    fields: { path: must(), port: portOrName, scheme: neededWord('HTTP', 'HTTPS'), httpHeaders: headers },
  },
  'core/v1.HTTPHeader': { fields: { name: () => [] } },
  'core/v1.TCPSocketAction': { fields: { port: portOrName } },
  'core/v1.GRPCAction': { fields: { port: both((value, path, input) => port(value ?? 0, path, input)) } },
  'core/v1.SleepAction': { fields: { seconds: number(() => true, '') } },
};
