/**
 * May the caller do this with that Application? A missing one and a forbidden one look the same (feature N5, recordings
 * 0b 18, 22): only who names a project it may see learns that something is not there.
 */
import type { Application } from '../api/application/fields.ts';
import type { Method, RbacResource } from '../api/methods/method.ts';
import { type JsonObject, textAt } from '../base/json-value.ts';
import { applicationObject } from '../engine/rbac/index.ts';
import type { Identity } from '../services/accounts/index.ts';
import { denied, notFound, permissionDenied } from './refusals.ts';

interface Question {
  readonly request: JsonObject;
  readonly permission: Extract<Method['permission'], { kind: 'application' }>;
  readonly identity: Identity;
}

interface Answers {
  readonly enforce: (identity: Identity, resource: RbacResource, action: string, object: string) => boolean;
  readonly findApplication: (namespace: string, name: string) => Application | undefined;
  readonly namespace: string;
}

/** The stored Application, or a refusal. */
export function authorizedApplication({ request, permission, identity }: Question, deps: Answers): Application {
  const name = textAt(request, permission.nameField) ?? '';
  const namespace = textAt(request, 'appNamespace') || deps.namespace;
  const expected = expectedProject(request);
  const action = actionAsked(permission, request);
  const mayIn = (project: string, what: string): boolean => {
    const object = applicationObject({ project, namespace, name }, deps.namespace);
    return deps.enforce(identity, 'applications', what, object);
  };
  const found = deps.findApplication(namespace, name);
  if (!found) throw expected !== '' && mayIn(expected, action) ? absent(name) : permissionDenied();
  const project = projectOf(found);
  if (expected !== '' && expected !== project) throw mayIn(expected, action) ? absent(name) : permissionDenied();
  if (mayIn(project, action)) return found;
  if (!mayIn(project, 'get')) throw permissionDenied();
  throw denied(
    { resource: 'applications', action, object: applicationObject({ project, namespace, name }, deps.namespace) },
    identity,
  );
}

/** `action/apps/Deployment/restart`; the core group is empty. */
function actionAsked({ action, detail = [] }: Question['permission'], request: JsonObject): string {
  return [action, ...detail.map((field) => textAt(request, field) ?? '')].join('/');
}

export function projectOf(app: Application): string {
  return app.spec.project || 'default';
}

function expectedProject(request: JsonObject): string {
  const { project } = request;
  if (typeof project === 'string') return project;
  return Array.isArray(project) && typeof project[0] === 'string' ? project[0] : '';
}

function absent(name: string): Error {
  return notFound('applications.argoproj.io', name);
}
