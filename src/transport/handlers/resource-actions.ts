/** Calls about actions on resources. */
import type { ApplicationResourceRequest, ResourceActionRunRequest } from '../../api/methods/application-messages.ts';
import * as use from '../../services/applications/index.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { read, stored } from './request.ts';

const service = 'application.ApplicationService';

export function resourceActionHandlers(deps: use.ActionDependencies): Readonly<Record<string, Handler>> {
  const run = async (context: HandlerContext): Promise<object> => {
    const { resourceActionParameters = [], ...request } = read<ResourceActionRunRequest>(context);
    const parameters = Object.fromEntries(resourceActionParameters.map(({ name, value }) => [name, value]));
    const username = context.identity?.subject ?? '';
    await use.runResourceAction(deps, stored(context), { ...request, parameters, username });
    return {};
  };
  return {
    async [`${service}/ListResourceActions`](context) {
      const offered = await use.listResourceActions(deps, stored(context), read<ApplicationResourceRequest>(context));
      const actions = offered.map(({ parameters, ...action }) => ({
        ...action,
        params: parameters.map(({ name }) => ({ name })),
      }));
      return { actions };
    },
    [`${service}/RunResourceAction`]: run,
    [`${service}/RunResourceActionV2`]: run,
  };
}
