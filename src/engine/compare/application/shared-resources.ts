import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ConditionText } from '../../conditions/merge-conditions.ts';
import { labelValueOf } from '../../tracking/instance-name.ts';
import { instanceOf, type Tracking } from '../../tracking/tracking.ts';

/** A warning for each live object in a desired place that bears another Application's marks (features A27). */
export function sharedResourceWarnings(
  live: readonly KubeObject[],
  context: {
    readonly app: { readonly namespace: string; readonly name: string; readonly instance: string };
    readonly tracking: Tracking;
  },
): readonly ConditionText[] {
  const { app, tracking } = context;
  const ours = tracking.method === 'label' ? labelValueOf(app.instance) : app.instance;
  const self = app.namespace === '' ? app.name : `${app.namespace}/${app.name}`;
  return live.flatMap((object): readonly ConditionText[] => {
    const instance = instanceOf(object, tracking);
    if (instance === '' || instance === ours) return [];
    const place = `${object.kind}/${object.metadata.name ?? ''}`;
    const message = `${place} is part of applications ${self} and ${instance.replaceAll('_', '/')}`;
    return [{ type: 'SharedResourceWarning', message }];
  });
}
