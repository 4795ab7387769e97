/**
 * Changing an Application that is there: its specification, labels, annotations and finalizers are replaced, all else stays
 * (surface §1.6). What somebody else writes meanwhile to status or operation is not lost.
 */
import type { Application } from '../../api/application/fields.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import { normalizedSpecification } from '../../engine/project/normalized-specification.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';

/** How often it is tried again on what is there now. */
const CONFLICT_TRIES = 10;

export interface ApplicationUpdate {
  readonly wish: Pick<Application, 'spec' | 'metadata'>;
  /** Labels and annotations that the wish does not name stay. */
  readonly merge: boolean;
}

/** Answers with what is stored then. Throws `api.not-found` (user), and faults of writing. */
export async function updateApplication(
  deps: Pick<ApplicationsDependencies, 'kube' | 'applications'>,
  app: Application,
  update: ApplicationUpdate,
): Promise<Application> {
  const { namespace = '', name = '' } = app.metadata;
  const address = { type: APPLICATIONS, namespace, name };
  for (let tries = 0; ; tries += 1) {
    const stored = await deps.kube.get(address);
    if (stored === undefined) throw gone(name);
    try {
      const written = await deps.kube.update(address, changed(stored, update));
      deps.applications.observe(written);
      return written as unknown as Application;
    } catch (error) {
      if (!hasCode(error, 'kube.conflict') || tries >= CONFLICT_TRIES) throw error;
    }
  }
}

function changed(stored: KubeObject, { wish, merge }: ApplicationUpdate): KubeObject {
  const { labels, annotations, finalizers, ...metadata } = stored.metadata;
  const { metadata: wanted } = wish;
  const all = {
    labels: merge ? { ...labels, ...wanted.labels } : wanted.labels,
    annotations: merge ? { ...annotations, ...wanted.annotations } : wanted.annotations,
    finalizers: wanted.finalizers,
  };
  const object = { ...stored, metadata: { ...metadata, ...all }, spec: normalizedSpecification(wish.spec) };
  // Members that are undefined are not there.
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}

function gone(name: string): AppError {
  return new AppError({ code: 'api.not-found', kind: 'user', message: `application ${name} is gone` });
}
