/** Resources and subresources that are no plain objects of the store, by `group/resource[/subresource]`. */
import type { ApiAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { reviewAccess, reviewLocalAccess, reviewOwnAccess, reviewOwnRules } from './access-reviews.ts';
import { evictPod } from './evict-pod.ts';
import { handleLog } from './pod-log.ts';
import { bindPod } from './pod-requests.ts';
import { refuseContainer, refuseForward, refuseNode, refusePod, refuseService } from './refuse-connection.ts';
import { handleScale } from './scale.ts';
import { requestToken } from './token-request.ts';
import { reviewSelf, reviewToken } from './token-review.ts';

const HANDLERS: Readonly<Record<string, (call: Call) => ApiAnswer>> = {
  '/serviceaccounts/token': requestToken,
  '/pods/binding': bindPod,
  '/bindings': bindPod,
  '/pods/eviction': evictPod,
  '/pods/log': handleLog,
  '/pods/exec': refuseContainer,
  '/pods/attach': refuseContainer,
  '/pods/portforward': refuseForward,
  '/pods/proxy': refusePod,
  '/services/proxy': refuseService,
  '/nodes/proxy': refuseNode,
  'authentication.k8s.io/tokenreviews': reviewToken,
  'authentication.k8s.io/selfsubjectreviews': reviewSelf,
  'authorization.k8s.io/subjectaccessreviews': reviewAccess,
  'authorization.k8s.io/localsubjectaccessreviews': reviewLocalAccess,
  'authorization.k8s.io/selfsubjectaccessreviews': reviewOwnAccess,
  'authorization.k8s.io/selfsubjectrulesreviews': reviewOwnRules,
};

/** The handler of a call, or undefined where the generic ones serve it. */
export function specialHandler({ definition, path }: Call): ((call: Call) => ApiAnswer) | undefined {
  if (path.subresource === 'scale') return handleScale;
  const id = `${definition.group}/${definition.plural}${path.subresource === '' ? '' : `/${path.subresource}`}`;
  return Object.hasOwn(HANDLERS, id) ? HANDLERS[id] : undefined;
}
