import { memberAt, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { controllerReference, datedName } from '../../created-object.ts';
import { secondDigits } from '../../stamp.ts';

export const SCHEDULED_BACKUP: BuiltinActions = {
  group: 'postgresql.cnpg.io',
  kind: 'ScheduledBackup',
  actions: [
    {
      name: 'create-backup',
      offer: () => ({ iconClass: 'fa fa-fw fa-plus', displayName: 'Create Backup' }),
      run: (input) => [{ operation: 'create', resource: backupOf(input) }],
    },
  ],
};

/** Fields that a Backup has from its schedule. */
const INHERITED = ['cluster', 'target', 'method', 'pluginConfiguration', 'online', 'onlineConfiguration'];

function backupOf({ object, now }: ActionInput): KubeObject {
  const { name = '', namespace } = object.metadata;
  const inherited = INHERITED.map((field) => [field, memberAt(object, 'spec', field)] as const);
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Backup',
    metadata: {
      name: datedName(object, secondDigits(now)),
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        'cnpg.io/cluster': textAt(object, 'spec', 'cluster', 'name') ?? '',
        'cnpg.io/scheduled-backup': name,
      },
      ownerReferences: [controllerReference(object)],
    },
    spec: Object.fromEntries(inherited.filter(([, value]) => value !== undefined)),
  };
}
