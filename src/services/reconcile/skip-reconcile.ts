/** Who is left alone altogether (features A24): status, operations and deletion too. */
import type { Installation } from '../../ports/settings.ts';
import { type ApplicationView, annotationOfApp, SKIP_RECONCILE_ANNOTATION } from './application-view.ts';
import { serverOf, settingsOf } from './make-context.ts';

/** As Go's strconv.ParseBool reads it; what it cannot read is no. */
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];

export function isSkipMark(annotations: Readonly<Record<string, string>> | undefined): boolean {
  return TRUE.includes(annotations?.[SKIP_RECONCILE_ANNOTATION] ?? '');
}

/** The Application bears the mark, or the cluster that it goes to. */
export function isSkipped(view: ApplicationView, installation: Installation): boolean {
  const { clusters } = installation;
  if (TRUE.includes(annotationOfApp(view, SKIP_RECONCILE_ANNOTATION))) return true;
  const marked = clusters.filter(({ annotations }) => isSkipMark(annotations));
  if (marked.length === 0) return false;
  const { inClusterEnabled } = settingsOf(installation);
  const server = serverOf(view, { clusters, inClusterEnabled });
  return marked.some((cluster) => cluster.server === server);
}
