/** Deleting an Application with or without its objects: the finalizer says which (feature E1). */
import { FINALIZERS } from '../../api/annotations.ts';
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationDeleteRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import { APPLICATIONS } from './index.ts';

/** Throws `api.invalid-argument` for an unknown policy. What was gone already counts as deleted. */
export async function deleteApplication(
  deps: { readonly kube: KubePort },
  app: Application,
  request: ApplicationDeleteRequest,
): Promise<void> {
  const address = { type: APPLICATIONS, namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
  const before = app.metadata.finalizers ?? [];
  const finalizers = finalizersFor(before, request);
  if (finalizers.join() !== before.join()) {
    await deps.kube.patch(address, 'merge', JSON.stringify({ metadata: { finalizers } }));
  }
  await deps.kube.delete(address);
}

/** The finalizers of an Application that is to be deleted this way. Those of others stay. */
export function finalizersFor(
  before: readonly string[],
  { cascade = true, propagationPolicy = '' }: Pick<ApplicationDeleteRequest, 'cascade' | 'propagationPolicy'>,
): readonly string[] {
  const others = before.filter(
    (finalizer) => finalizer !== FINALIZERS.resources && finalizer !== FINALIZERS.resourcesBackground,
  );
  if (!['', 'foreground', 'background'].includes(propagationPolicy)) throw unknownPolicy(propagationPolicy);
  if (!cascade) return others;
  if (propagationPolicy === '' && others.length !== before.length) return before;
  return [...others, propagationPolicy === 'background' ? FINALIZERS.resourcesBackground : FINALIZERS.resources];
}

function unknownPolicy(policy: string): AppError {
  return new AppError({
    code: 'api.invalid-argument',
    kind: 'user',
    message: `invalid propagation policy: ${policy}`,
    hint: 'It is foreground or background.',
  });
}
