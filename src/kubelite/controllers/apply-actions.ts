/** Does what a step asked for, in its order. The first fault ends it: the step is made anew from what then is. */
import { type Instant, rfc3339 } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { Action, DeleteAction, EventAction } from './controller.ts';
import { CREATED_NAME } from './controller.ts';
import type { EventNames } from './event-names.ts';
import { EVENTS } from './resources.ts';

/**
 * Throws what the access throws, but for objects that are gone already. Several writes to one object in a step are
 * meant one after the other: each takes the version that the one before left.
 */
export function applyActions(
  access: ClusterAccess,
  actions: readonly Action[],
  { now, eventNames }: { readonly now: Instant; readonly eventNames: EventNames },
): void {
  const versions = new Map<string, string | undefined>();
  let created = '';
  for (const action of actions) {
    switch (action.kind) {
      case 'create':
        created = access.create(action.object).metadata.name ?? '';
        break;
      case 'update':
      case 'update-status':
      case 'finalize':
      case 'bind':
        write(access, action, versions);
        break;
      case 'delete':
        remove(access, action);
        break;
      case 'event':
        recordEvent(access, { ...action, message: action.message.replace(CREATED_NAME, created) }, { now, eventNames });
        break;
    }
  }
}

function write(
  access: ClusterAccess,
  action: Exclude<Action, DeleteAction | EventAction>,
  versions: Map<string, string | undefined>,
): void {
  const { metadata } = action.object;
  const uid = metadata.uid ?? '';
  const resourceVersion = versions.get(uid) ?? metadata.resourceVersion;
  const object: KubeObject = {
    ...action.object,
    metadata: { ...metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  };
  try {
    const stored = access.update(object, SUBRESOURCE[action.kind]);
    versions.set(uid, stored.metadata.resourceVersion);
  } catch (error) {
    if (!hasCode(error, 'kube.not-found')) throw error;
  }
}

const SUBRESOURCE = {
  create: {},
  update: {},
  'update-status': { subresource: 'status' },
  finalize: { subresource: 'finalize' },
  bind: { subresource: 'binding' },
} as const;

function remove(access: ClusterAccess, action: DeleteAction): void {
  const { uid, propagation, gracePeriodSeconds } = action;
  access.delete(action.resource, action.namespace, action.name, {
    ...(uid === undefined ? {} : { uid }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  });
}

/** The same event again counts up instead of filling the list. Events are best effort: where they can't be, they aren't. */
function recordEvent(
  access: ClusterAccess,
  action: EventAction,
  { now, eventNames }: { readonly now: Instant; readonly eventNames: EventNames },
): void {
  const namespace = action.about.metadata.namespace ?? 'default';
  const name = eventNames.nameOf(action, now);
  const time = rfc3339(now);
  try {
    const known = access.get(EVENTS, namespace, name);
    if (known === undefined) access.create(newEvent(action, { namespace, name, time }));
    else access.update({ ...known, count: Number(known.count ?? 1) + 1, lastTimestamp: time });
  } catch (error) {
    if (!hasCode(error, 'kube.forbidden', 'kube.not-found', 'kube.conflict', 'kube.invalid')) throw error;
  }
}

function newEvent(
  action: EventAction,
  at: { readonly namespace: string; readonly name: string; readonly time: string },
): KubeObject {
  const { about } = action;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: at.name, namespace: at.namespace },
    involvedObject: {
      kind: about.kind,
      ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
      name: about.metadata.name,
      uid: about.metadata.uid,
      apiVersion: about.apiVersion,
      resourceVersion: about.metadata.resourceVersion,
    },
    reason: action.reason,
    message: action.message,
    source: { component: action.source },
    firstTimestamp: at.time,
    lastTimestamp: at.time,
    count: 1,
    type: action.type,
    eventTime: null,
    reportingComponent: action.source,
    reportingInstance: '',
  };
}
