/** Creating an Application, the same one twice, or over one that exists (surface §1.6). */
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import { normalizedSpecification } from '../../engine/project/normalized-specification.ts';
import { applicationNamespaces, isApplicationNamespace } from '../../engine/settings/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';
import { updateApplication } from './update-application.ts';

/** Throws `api.no-name`, and `api.invalid-argument` where another one of that name exists and `upsert` was not asked for. */
export async function createApplication(
  deps: Pick<ApplicationsDependencies, 'kube' | 'applications' | 'namespace' | 'installation'>,
  app: Application,
  { upsert }: { readonly upsert: boolean },
): Promise<Application> {
  const { name = '', namespace = deps.namespace } = app.metadata;
  if (name === '') throw unnamed();
  refuseNamespace(deps, namespace);
  const existing = deps.applications.get(namespace, name);
  if (!existing) {
    const created = await deps.kube.create(APPLICATIONS, manifestOf(app, namespace)).catch(rethrown);
    return answered(deps, created);
  }
  if (sameWish(existing, app)) return existing as unknown as Application;
  if (!upsert) throw invalid('existing application spec is different, use upsert flag to force update');
  return await updateApplication(deps, existing as unknown as Application, { wish: app, merge: true });
}

/** Where nobody looks at Applications, none is made. */
function refuseNamespace(
  { installation, namespace: own }: Pick<ApplicationsDependencies, 'installation' | 'namespace'>,
  namespace: string,
): void {
  const patterns = applicationNamespaces(installation.current().settings.commandParameters);
  if (isApplicationNamespace(patterns, namespace, own)) return;
  const hint = 'Name it in the key application.namespaces of the ConfigMap argocd-cmd-params-cm.';
  const message = `namespace '${namespace}' is not permitted`;
  throw new AppError({ code: 'api.invalid-argument', kind: 'user', message, hint });
}

/** Whoever asks next sees what was just written. */
function answered({ applications }: { readonly applications: ObjectCache }, object: KubeObject): Application {
  applications.observe(object);
  return object as unknown as Application;
}

function manifestOf(app: Application, namespace: string): KubeObject {
  const { labels, annotations, finalizers, name } = app.metadata;
  const metadata = { name, namespace, labels, annotations, finalizers };
  const spec = normalizedSpecification(app.spec);
  const object = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec };
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}

function sameWish(existing: KubeObject, app: Application): boolean {
  const wish = (metadata: Application['metadata'] | KubeObject['metadata'], spec: unknown): Json =>
    JSON.parse(
      JSON.stringify({
        spec,
        labels: metadata.labels ?? {},
        annotations: metadata.annotations ?? {},
        finalizers: metadata.finalizers ?? [],
      }),
    ) as Json;
  return (
    canonicalJson(wish(existing.metadata, existing.spec)) ===
    canonicalJson(wish(app.metadata, normalizedSpecification(app.spec)))
  );
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}

/** The fault of the cluster, with what was tried before it (recorded: app/create/bad-name). */
function rethrown(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const { code, kind, hint } = error;
  const message = `error creating application: ${error.message}`;
  throw new AppError({ code, kind, message, cause: error, ...(hint === undefined ? {} : { hint }) });
}

function unnamed(): AppError {
  const message = 'error while validating and normalizing app: resource name may not be empty';
  return new AppError({ code: 'api.no-name', kind: 'user', message });
}
