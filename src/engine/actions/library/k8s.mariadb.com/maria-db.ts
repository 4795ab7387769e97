import type { BuiltinActions } from '../../builtin-action.ts';
import { suspension } from '../../suspension.ts';

export const MARIA_DB: BuiltinActions = {
  group: 'k8s.mariadb.com',
  kind: 'MariaDB',
  actions: suspension({
    field: 'suspend',
    hold: { name: 'suspend', iconClass: 'fa fa-fw fa-pause', displayName: 'Suspend' },
    release: { name: 'resume', iconClass: 'fa fa-fw fa-play', displayName: 'Resume' },
    idle: 'hidden',
  }),
};
