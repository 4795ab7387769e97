import { isObject, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf, countAt, objectsAt } from '../status-fields.ts';

/**
 * Pod (features D5). A pod that may end by itself (restartPolicy OnFailure, Never) is Progressing until it did, because
 * hooks are such pods; an annotation lets other such pods be judged as servers.
 */
export const POD: HealthCheck = { groups: [''], kind: 'Pod', check };

const IGNORE_RESTART_POLICY = 'argocd.argoproj.io/ignore-restart-policy';
const HOOK = 'argocd.argoproj.io/hook';

function check(pod: KubeObject): Health {
  const serves = isJudgedAsServer(pod);
  const errors = serves ? waitingErrors(pod) : [];
  if (errors.length > 0) return health('Degraded', errors.join(', '));
  const message = textAt(pod, 'status', 'message');
  switch (textAt(pod, 'status', 'phase')) {
    case 'Pending':
      return health('Progressing', message);
    case 'Succeeded':
      return health('Healthy', message);
    case 'Failed':
      return health('Degraded', message === undefined || message === '' ? failureMessage(pod) : message);
    case 'Running':
      return serves ? running(pod, message) : health('Progressing', message);
    default:
      return health('Unknown', message);
  }
}

function isJudgedAsServer(pod: KubeObject): boolean {
  const policy = textAt(pod, 'spec', 'restartPolicy');
  if (policy === 'Always') return true;
  const annotations = pod.metadata.annotations ?? {};
  return annotations[IGNORE_RESTART_POLICY] === 'true' && !Object.hasOwn(annotations, HOOK);
}

/** Messages of containers that wait for a reason like ErrImagePull, CreateContainerConfigError or CrashLoopBackOff. */
function waitingErrors(pod: KubeObject): readonly string[] {
  const messages: string[] = [];
  for (const container of objectsAt(pod, 'status', 'containerStatuses')) {
    const reason = textAt(container, 'state', 'waiting', 'reason') ?? '';
    if (reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff')) {
      messages.push(textAt(container, 'state', 'waiting', 'message') ?? '');
    }
  }
  return messages;
}

function running(pod: KubeObject, message: string | undefined): Health {
  const ready = conditionsOf(pod).some((condition) => condition.type === 'Ready' && condition.status === 'True');
  if (ready) return health('Healthy', message);
  const crashed = objectsAt(pod, 'status', 'containerStatuses').some((container) =>
    isObject(memberAt(container, 'lastState', 'terminated')),
  );
  return health(crashed ? 'Degraded' : 'Progressing', message);
}

function failureMessage(pod: KubeObject): string {
  const containers = [
    ...objectsAt(pod, 'status', 'initContainerStatuses'),
    ...objectsAt(pod, 'status', 'containerStatuses'),
  ];
  for (const container of containers) {
    const message = terminationMessage(container);
    if (message !== '') return message;
  }
  return '';
}

function terminationMessage(container: JsonObject): string {
  const terminated = memberAt(container, 'state', 'terminated');
  if (!isObject(terminated)) return '';
  const message = textAt(terminated, 'message') ?? '';
  if (message !== '') return message;
  if (textAt(terminated, 'reason') === 'OOMKilled') return 'OOMKilled';
  const code = countAt(terminated, 'exitCode');
  return code === 0 ? '' : `container "${textAt(container, 'name') ?? ''}" failed with exit code ${code}`;
}
