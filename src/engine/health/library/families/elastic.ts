import { type Health, health } from '../../health.ts';

/** Elastic Cloud on Kubernetes: what is said of a state that nobody knows. */

export function elasticUnknown(product: string): Health {
  const advice = 'Ensure your ArgoCD is current and then check for/file a bug report';
  return health('Unknown', `${product} status is unknown. ${advice}: https://github.com/argoproj/argo-cd/issues`);
}
