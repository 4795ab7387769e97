/** The Applications that `--selector` and `--project` choose. */
import type { ApplicationList } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { FATAL, type Session } from './command.ts';
import { qualifiedName } from './print/application.ts';

export interface Selection {
  readonly selector?: string | undefined;
  readonly project?: readonly string[] | undefined;
  readonly appNamespace?: string | undefined;
  /** That nothing fits is no fault. */
  readonly mayBeNone?: boolean;
}

/** Qualified names; none where nothing is said. Throws `cli.fatal` (user) where nothing fits. */
export async function namesBySelector({ api }: Session, selection: Selection): Promise<readonly string[]> {
  const { selector, project: projects = [], appNamespace } = selection;
  if (!selector && projects.length === 0) return [];
  const query = { selector, projects, appNamespace };
  const { items } = await api.call<ApplicationList>({ path: '/api/v1/applications', query });
  const found = (items ?? []).map(qualifiedName);
  if (found.length > 0 || selection.mayBeNone) return found;
  const filters = [
    ...(selector ? [` selector ${selector}`] : []),
    ...(projects.length > 0 ? [` projects [${projects.join(' ')}]`] : []),
  ];
  const message = `No matching apps found for filter:${filters.join('')}`;
  throw new AppError({ code: FATAL, kind: 'user', message });
}
