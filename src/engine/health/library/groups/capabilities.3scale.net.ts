import { type Health, health } from '../../health.ts';
import {
  byState,
  type Check,
  type ConditionCase,
  conditionsIn,
  count,
  firstOf,
  holds,
  inConditions,
  inGroup,
  messageOr,
  text,
  when,
} from '../vocabulary/index.ts';

/** Conditions of 3scale's kinds: a True one tells the state. Words of our own where it has none. */
interface Words {
  readonly name: string;
  /** The condition that shows that all is well, and what is said then. */
  readonly good: readonly [type: string, words: string];
  readonly failed: string;
  readonly more?: readonly ConditionCase[];
}

function threescale({ name, good: [type, words], failed, more = [] }: Words): Check {
  return firstOf(
    [
      inConditions(
        when(`${type}=True`, 'Healthy', `3scale ${name} is ${words}`),
        when('Failed=True', 'Degraded', messageOr(failed)),
        ...more,
      ),
    ],
    waitingFor(name),
  );
}

function waitingFor(name: string): Health {
  return health('Progressing', `Waiting for 3scale ${name} status...`);
}

function invalid(name: string): ConditionCase {
  return when('Invalid=True', 'Degraded', messageOr(`3scale ${name} configuration is invalid`));
}

function orphan(name: string): ConditionCase {
  return when('Orphan=True', 'Degraded', messageOr(`3scale ${name} references non-existing resources`));
}

function synchronized(name: string, good: Words['good'], ...more: readonly ConditionCase[]): Check {
  return threescale({ name, good, failed: `3scale ${name} synchronization failed`, more: [invalid(name), ...more] });
}

/** An application that 3scale knows by a number waits where it is not ready. */
const APPLICATION: Check = (object) => {
  if (text(object, 'status.state') === 'suspended') return health('Suspended', '3scale Application is suspended');
  const known = (count(object, 'status.adminId') ?? 0) > 0;
  for (const { type, status, message } of conditionsIn(object)) {
    if (type !== 'Ready') continue;
    if (status === 'True') return health('Healthy', '3scale Application is ready');
    if (!known) return health('Degraded', message ?? '3scale Application is not ready');
  }
  return waitingFor('Application');
};

const TENANT: Check = (object) => {
  const has3scale = (count(object, 'status.tenantId') ?? 0) > 0 && (count(object, 'status.adminId') ?? 0) > 0;
  if (holds(object, 'Ready') && has3scale) return health('Healthy', '3scale Tenant is ready');
  const notReady = inConditions(when('Ready!=True', 'Degraded', messageOr('3scale Tenant is degraded')));
  return notReady(object) ?? waitingFor('Tenant');
};

/** Red Hat 3scale API Management. */
export const CAPABILITIES_3SCALE_NET = inGroup('capabilities.3scale.net', {
  ActiveDoc: synchronized('ActiveDoc', ['Ready', 'ready'], orphan('ActiveDoc')),
  Application: APPLICATION,
  ApplicationAuth: threescale({
    name: 'ApplicationAuth',
    good: ['Ready', 'ready'],
    failed: '3scale ApplicationAuth failed',
  }),
  Backend: synchronized('Backend', ['Synced', 'synced']),
  CustomPolicyDefinition: synchronized('CustomPolicyDefinition', ['Ready', 'ready']),
  DeveloperAccount: synchronized(
    'DeveloperAccount',
    ['Ready', 'ready'],
    when('Waiting=True', 'Suspended', messageOr('3scale DeveloperAccount is waiting for approval')),
  ),
  DeveloperUser: firstOf(
    [
      byState('status.developerUserState', {
        suspended: health('Suspended', '3scale Developer user is waiting for admin approval'),
      }),
    ],
    synchronized('DeveloperUser', ['Ready', 'ready'], orphan('DeveloperUser')),
  ),
  OpenAPI: threescale({
    name: 'OpenAPI',
    good: ['Ready', 'ready'],
    failed: '3scale OpenAPI reconciliation failed',
    more: [invalid('OpenAPI')],
  }),
  Product: synchronized('Product', ['Synced', 'synced'], orphan('Product')),
  ProxyConfigPromote: threescale({
    name: 'ProxyConfigPromote',
    good: ['Ready', 'ready'],
    failed: '3cale ProxyConfigPromote failed',
    more: [when('In-progress=True', 'Progressing', messageOr('3scale ProxyConfigPromote is in progress'))],
  }),
  Tenant: TENANT,
});
