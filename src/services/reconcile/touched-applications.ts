/**
 * A repository has moved: most of its Applications have nothing of what changed, and nothing is done for them. Before: the word of
 * the source service. After: refresh, of those that there may be something to do for.
 */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { ManifestService, SourceBasis } from '../../ports/manifest-service.ts';
import { type AppState, want } from './app-state.ts';
import { isDeleting } from './application-view.ts';
import { isSettled } from './is-settled.ts';
import { sourcesOfApp } from './operation.ts';
import type { Rendered } from './render.ts';

export interface TouchedDeps {
  readonly manifests: Pick<ManifestService, 'stand'>;
  /** Whether a pass of it waits or runs: it may be about to go on with something older. */
  readonly isBusy: (key: string) => boolean;
  /** Told of each that has to be looked at, as soon as that is known. */
  readonly onTouched: (key: string) => void;
}

interface Resting {
  readonly key: string;
  readonly state: AppState;
  readonly rendered: Rendered;
  readonly basis: SourceBasis;
}

interface Followers {
  readonly source: ApplicationSource;
  readonly project: string;
  readonly apps: Resting[];
}

/**
 * Finds out which of these Applications a push concerns. For the others it is only noted that their target means another commit:
 * what they have is what that one comes to. Resolves when each was judged; where it cannot be said, there is something to do.
 */
export async function tellTouched(deps: TouchedDeps, apps: Iterable<readonly [string, AppState]>): Promise<void> {
  const groups = new Map<string, Followers>();
  for (const [key, state] of apps) {
    const resting = deps.isBusy(key) ? undefined : restingOf(key, state);
    if (resting === undefined) deps.onTouched(key);
    else groupOf(groups, state).apps.push(resting);
  }
  // Each target by itself: one that takes long to fetch delays none of another.
  await Promise.all([...groups.values()].map((followers) => judge(deps, followers)));
}

async function judge(deps: TouchedDeps, { source, project, apps }: Followers): Promise<void> {
  const bases = apps.map(({ basis }) => basis);
  const standing = await deps.manifests.stand(source, project, bases).catch(() => []);
  for (const [at, { key, state, rendered }] of apps.entries()) {
    // What was rendered meanwhile is another question.
    const isSame = restingOf(key, state)?.rendered === rendered && !deps.isBusy(key);
    if (isSame && standing[at] === true) want(state, 'moved');
    else deps.onTouched(key);
  }
}

/** Undefined where a pass would do more than find nothing new, or where that is not known. */
function restingOf(key: string, state: AppState): Resting | undefined {
  const { rendered, wanted, failingSince, mustReport, view } = state;
  const basis = rendered?.kind === 'rendered' ? rendered.basis : undefined;
  if (rendered === undefined || basis === undefined || sourcesOfApp(view).length !== 1) return undefined;
  const isQuiet = (wanted === 'none' || wanted === 'moved') && failingSince === undefined && !mustReport;
  return isQuiet && !isDeleting(view) && isSettled(state, rendered) ? { key, state, rendered, basis } : undefined;
}

function groupOf(groups: Map<string, Followers>, { view }: AppState): Followers {
  const [source = { repoURL: '' }] = sourcesOfApp(view);
  const project = projectName(view.app.spec);
  const { repoURL = '', targetRevision = '', tagPrefix = '' } = source;
  const id = [project, repoURL, targetRevision, tagPrefix].join('\n');
  const known = groups.get(id);
  if (known !== undefined) return known;
  const group: Followers = { source, project, apps: [] };
  groups.set(id, group);
  return group;
}
