import { type Health, health } from '../../health.ts';

/** What is said of a state that nobody knows: of Elastic's products, and of those that followed them. */
export function elasticUnknown(product: string): Health {
  const advice = 'Ensure your ArgoCD is current and then check for/file a bug report';
  return health('Unknown', `${product} status is unknown. ${advice}: https://github.com/argoproj/argo-cd/issues`);
}
