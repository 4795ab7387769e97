/** Whether a sync window stands against a sync that a person asks for now (surface §1.6, feature C25). */
import type { Application } from '../../api/application/fields.ts';
import { judgeSyncWindows, validateApplication } from '../../engine/project/index.ts';
import type { ApplicationsDependencies } from './index.ts';
import { projectFacts } from './project-facts.ts';

/** Of an Application whose project or destination is not known no window is known either; its sync fails by itself. */
export function isBlockedByWindow(
  deps: Pick<ApplicationsDependencies, 'installation' | 'namespace' | 'clock'>,
  app: Application,
): boolean {
  const result = validateApplication(app, projectFacts(deps));
  if (result.kind === 'invalid') return false;
  const { name = '' } = app.metadata;
  const { server = '', name: clusterName = '', namespace = '' } = app.spec.destination;
  const subject = { name, namespace, server, clusterName };
  const windows = result.project.syncWindows ?? [];
  return !judgeSyncWindows({ windows, app: subject, now: deps.clock.now(), manual: true }).permitted;
}
