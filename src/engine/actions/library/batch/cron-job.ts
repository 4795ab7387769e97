import { member, memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import { actionFault } from '../../action-fault.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { controllerReference, datedName, textsAt } from '../../created-object.ts';
import { minuteDigits } from '../../stamp.ts';
import { suspension } from '../../suspension.ts';

export const CRON_JOB: BuiltinActions = {
  group: 'batch',
  kind: 'CronJob',
  actions: [
    {
      name: 'create-job',
      offer: () => ({ iconClass: 'fa fa-fw fa-plus', displayName: 'Create Job' }),
      run: (input) => [{ operation: 'create', resource: jobOf(input) }],
    },
    ...suspension({
      field: 'suspend',
      hold: { name: 'suspend', iconClass: 'fa fa-fw fa-pause' },
      release: { name: 'resume', iconClass: 'fa fa-fw fa-play' },
      idle: 'hidden',
    }),
  ],
};

/** What `kubectl create job --from=cronjob/NAME` makes, with the CronJob as its controller. */
function jobOf({ object, now }: ActionInput): KubeObject {
  const template = memberAt(object, 'spec', 'jobTemplate');
  const spec = member(template, 'spec');
  if (spec === undefined) throw actionFault('action.refused', 'the CronJob has no job template');
  const labels = textsAt(template, 'metadata', 'labels');
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: datedName(object, minuteDigits(now)),
      ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: {
        ...textsAt(template, 'metadata', 'annotations'),
        'cronjob.kubernetes.io/instantiate': 'manual',
      },
      ownerReferences: [controllerReference(object)],
    },
    spec,
  };
}
