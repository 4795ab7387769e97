import type { BuiltinActions } from '../../builtin-action.ts';
import { suspension } from '../../suspension.ts';

export const PERCONA_SERVER_MONGO_DB: BuiltinActions = {
  group: 'psmdb.percona.com',
  kind: 'PerconaServerMongoDB',
  actions: suspension({
    field: 'pause',
    hold: { name: 'pause', iconClass: 'fa fa-fw fa-pause-circle' },
    release: { name: 'unpause', iconClass: 'fa fa-fw fa-play-circle' },
    idle: 'disabled',
  }),
};
