/** Calls that start and end operations: sync, rollback, terminate. Each leaves an Event that says who did it. */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationRollbackRequest, ApplicationSyncRequest } from '../../api/methods/application-messages.ts';
import { applicationObject } from '../../engine/rbac/index.ts';
import type { EventsPort } from '../../ports/events.ts';
import * as use from '../../services/applications/index.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { read, stored, who } from './request.ts';

export interface OperationHandlerDependencies extends use.ApplicationsDependencies {
  readonly events: EventsPort;
}

const service = 'application.ApplicationService';

export function operationHandlers(deps: OperationHandlerDependencies): Readonly<Record<string, Handler>> {
  const isOn = (key: string): boolean => deps.installation.current().settings.cm[key] === 'true';
  return {
    async [`${service}/Sync`](context) {
      const sync = read<ApplicationSyncRequest>(context);
      const app = stored(context);
      if (use.isLocal(sync) || (isOn(REVISIONS_NEED_OVERRIDE) && use.isOtherRevision(app, sync)))
        context.authorize('applications', 'override', objectOf(app, deps.namespace));
      const started = await use.requestSync(deps, app, { sync, username: who(context) });
      tellStart(deps, context, started, use.syncDeed(app, sync));
      return use.withHiddenManifests(started);
    },

    async [`${service}/Rollback`](context) {
      const rollback = read<ApplicationRollbackRequest>(context);
      const app = context.authorizedApplication(context.request, isOn(ROLLBACK_IS_OF_ITS_OWN) ? 'rollback' : 'sync');
      const started = await use.requestRollback(deps, app, { rollback, username: who(context) });
      tellStart(deps, context, started, `initiated rollback to ${rollback.id}`);
      return use.withHiddenManifests(started);
    },

    async [`${service}/TerminateOperation`](context) {
      const app = stored(context);
      await use.terminateOperation(deps, app);
      use.tell(deps, app, { reason: 'ResourceUpdated', username: who(context), what: 'terminated running operation' });
      return {};
    },
  };
}

/** Keys of `argocd-cm` that ask for more permissions (feature G6). */
const REVISIONS_NEED_OVERRIDE = 'application.sync.requireOverridePrivilegeForRevisionSync';
const ROLLBACK_IS_OF_ITS_OWN = 'server.rbac.rollback.enforce.enable';

function tellStart(deps: OperationHandlerDependencies, context: HandlerContext, app: Application, what: string): void {
  use.tell(deps, app, { reason: 'OperationStarted', username: who(context), what });
}

function objectOf(app: Application, controlNamespace: string): string {
  const { namespace = '', name = '' } = app.metadata;
  return applicationObject({ project: projectOf(app), namespace, name }, controlNamespace);
}
