/** Calls that change or delete one live resource of an Application. */
import type { Application } from '../../api/application/fields.ts';
import type {
  ApplicationResourceDeleteRequest,
  ApplicationResourcePatchRequest,
} from '../../api/methods/application-messages.ts';
import { hasCode } from '../../base/errors.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { EventsPort } from '../../ports/events.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import * as use from '../../services/applications/index.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { read, who } from './request.ts';

export interface ResourceChangeHandlerDependencies extends use.ResourceChangeDependencies {
  readonly installation: InstallationPort;
  readonly events: EventsPort;
}

const service = 'application.ApplicationService';

/** Key of `argocd-cm`: whether who may update or delete an Application may not do so with its resources (feature G6). */
const NOT_INHERITED = 'server.rbac.disableApplicationFineGrainedRBACInheritance';

export function resourceChangeHandlers(deps: ResourceChangeHandlerDependencies): Readonly<Record<string, Handler>> {
  return {
    async [`${service}/PatchResource`](context) {
      const request = read<ApplicationResourcePatchRequest>(context);
      const app = permitted(context, 'update', request);
      const object = await use.patchResource(deps, app, request);
      tell(context, app, { reason: 'ResourceUpdated', verb: 'patched', request });
      return { manifest: canonicalJson(object) };
    },

    async [`${service}/DeleteResource`](context) {
      const request = read<ApplicationResourceDeleteRequest>(context);
      const app = permitted(context, 'delete', request);
      await use.deleteResource(deps, app, request);
      tell(context, app, { reason: 'ResourceDeleted', verb: 'deleted', request });
      return {};
    },
  };

  /** The action names the resource, too: `update/apps/Deployment/prod/web`. */
  function permitted(context: HandlerContext, action: string, request: Named): Application {
    const { group = '', kind, namespace = '', resourceName } = request;
    const exact = `${action}/${group}/${kind}/${namespace}/${resourceName}`;
    const isInherited = deps.installation.current().settings.cm[NOT_INHERITED] === 'false';
    if (!isInherited) return context.authorizedApplication(context.request, exact);
    try {
      return context.authorizedApplication(context.request, action);
    } catch (error) {
      if (!hasCode(error, 'api.permission-denied')) throw error;
      return context.authorizedApplication(context.request, exact);
    }
  }

  function tell(context: HandlerContext, app: Application, { reason, verb, request }: Deed): void {
    const { group = '', kind, resourceName } = request;
    const what = `${verb} resource ${group}/${kind} '${resourceName}'`;
    use.tell(deps, app, { reason, username: who(context), what });
  }
}

type Named = Pick<ApplicationResourcePatchRequest, 'group' | 'kind' | 'namespace' | 'resourceName'>;

interface Deed {
  readonly reason: 'ResourceUpdated' | 'ResourceDeleted';
  readonly verb: string;
  readonly request: Named;
}
