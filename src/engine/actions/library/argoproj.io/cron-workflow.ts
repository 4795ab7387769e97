import { isList, type Json, member, memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { datedName, ownerReference, textsAt } from '../../created-object.ts';
import { labelOf } from '../../edit.ts';
import { minuteDigits, secondStamp } from '../../stamp.ts';

const INSTANCE = 'workflows.argoproj.io/controller-instanceid';

export const CRON_WORKFLOW: BuiltinActions = {
  group: 'argoproj.io',
  kind: 'CronWorkflow',
  actions: [
    {
      name: 'create-workflow',
      offer: () => ({ iconClass: 'fa fa-fw fa-plus', displayName: 'Create Workflow' }),
      run: (input) => [{ operation: 'create', resource: workflowOf(input) }],
    },
  ],
};

/** What `argo submit --from=cronwf/NAME` makes. Argo CD writes the finalizers beside the metadata; recorded so. */
function workflowOf({ object, now }: ActionInput): KubeObject {
  const metadata = memberAt(object, 'spec', 'workflowMetadata');
  const finalizers = member(metadata, 'finalizers');
  const instance = labelOf(object, INSTANCE);
  const spec: Json = memberAt(object, 'spec', 'workflowSpec') ?? {};
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: datedName(object, minuteDigits(now)),
      ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
      labels: {
        ...textsAt(metadata, 'labels'),
        'workflows.argoproj.io/cron-workflow': object.metadata.name ?? '',
        ...(instance === undefined ? {} : { [INSTANCE]: instance }),
      },
      annotations: {
        ...textsAt(metadata, 'annotations'),
        'workflows.argoproj.io/scheduled-time': secondStamp(now),
      },
      ownerReferences: [ownerReference(object)],
    },
    ...(isList(finalizers) && finalizers.length > 0 ? { finalizers } : {}),
    spec,
  };
}
