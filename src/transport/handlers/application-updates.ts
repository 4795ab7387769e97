/** Calls that change what an Application asks for: Update, UpdateSpec, Patch. */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationPatchRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import { applicationObject } from '../../engine/rbac/index.ts';
import type { EventsPort } from '../../ports/events.ts';
import * as use from '../../services/applications/index.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { read, stored, who } from './request.ts';

export interface UpdateHandlerDependencies extends use.ApplicationsDependencies, use.ReachDependencies {
  readonly events: EventsPort;
}

const service = 'application.ApplicationService';

export function updateHandlers(deps: UpdateHandlerDependencies): Readonly<Record<string, Handler>> {
  return {
    async [`${service}/Update`](context) {
      const request = read<UpdateRequest>(context);
      const wish = request.application;
      if (wish === undefined) throw missing('error updating application: application is nil in request');
      const { name = '', namespace = '' } = wish.metadata;
      context.authorize('applications', 'update', objectOf(wish, deps));
      const expected = request.project === undefined ? {} : { project: request.project };
      const app = context.authorizedApplication({ name, appNamespace: namespace, ...expected }, 'update');
      return await update(context, { app, wish, validate: request.validate ?? true });
    },

    async [`${service}/UpdateSpec`](context) {
      const { spec, validate = true } = read<UpdateSpecRequest>(context);
      if (spec === undefined) throw missing('error updating application spec: spec is nil in request');
      const app = stored(context);
      const wish = { ...app, spec: { ...spec, destination: spec.destination ?? {} } };
      return (await update(context, { app, wish, validate })).spec;
    },

    async [`${service}/Patch`](context) {
      const { patch, patchType } = read<ApplicationPatchRequest>(context);
      const wish = use.patchedApplication(stored(context), { patch, patchType });
      const { name = '', namespace = '' } = wish.metadata;
      // Of another name it is another one.
      const app = context.authorizedApplication({ name, appNamespace: namespace }, 'update');
      return await update(context, { app, wish, validate: true });
    },
  };

  async function update(context: HandlerContext, { app, wish, validate }: Update): Promise<Application> {
    if (projectOf(app) !== projectOf(wish)) context.authorize('applications', 'create', objectOf(wish, deps));
    use.checkSpecification(deps, wish);
    if (validate) await use.checkReach(deps, wish, context.signal);
    const updated = await use.updateApplication(deps, app, { wish, merge: false });
    use.tell(deps, updated, { reason: 'ResourceUpdated', username: who(context), what: 'updated application spec' });
    return use.withHiddenManifests(updated);
  }
}

interface UpdateRequest {
  readonly application?: Application;
  readonly project?: string;
  readonly validate?: boolean;
}

interface UpdateSpecRequest {
  readonly validate?: boolean;
  readonly spec?: Application['spec'];
}

interface Update {
  readonly app: Application;
  readonly wish: Application;
  /** Whether its repositories are to be reached. */
  readonly validate: boolean;
}

function objectOf(app: Application, { namespace: control }: { readonly namespace: string }): string {
  const { namespace = control, name = '' } = app.metadata;
  return applicationObject({ project: projectOf(app), namespace, name }, control);
}

function missing(message: string): AppError {
  return new AppError({ code: 'api.patch', kind: 'user', message });
}
