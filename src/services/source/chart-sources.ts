/** Charts of repositories as sources of Applications: what a target means, and the chart's files. */
import { messageOf } from '../../base/errors.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import { archiveTree } from './archive-tree.ts';
import type { ChartPlace, ChartStore } from './chart-store.ts';
import { chosenVersion, isPinnedVersion } from './chart-version.ts';
import { requireOffLink } from './known-servers.ts';
import { type MovingDeps, MovingTargets, type ProjectSource } from './moving-targets.ts';
import { ANSWER_KEPT } from './outside-files.ts';
import { ageFor } from './repositories.ts';
import { reworded } from './source-fault.ts';
import { chartLimit } from './source-settings.ts';
import type { SourceTree } from './source-tree.ts';

export interface ChartSourcesDeps extends MovingDeps {
  readonly charts: ChartStore;
}

export class ChartSources {
  readonly #deps: ChartSourcesDeps;
  readonly targets: MovingTargets;

  constructor(deps: ChartSourcesDeps) {
    this.#deps = deps;
    this.targets = new MovingTargets(deps, async (wanted, maxAge) =>
      chosenVersion(wanted.source.targetRevision ?? '', await deps.charts.versions(this.#placeOf(wanted), maxAge)),
    );
  }

  /** The version that a target means. Throws `source.revision-not-found` and faults of the ports. */
  async revision(wanted: ProjectSource, refresh: RefreshLevel): Promise<string> {
    const target = wanted.source.targetRevision ?? '';
    return isPinnedVersion(target)
      ? target
      : await this.targets.resolve(wanted, ageFor(refresh, this.#deps.installation));
  }

  /** The files of a version; the root is the chart's folder. */
  async tree(wanted: ProjectSource, version: string, refresh: RefreshLevel): Promise<SourceTree> {
    const maxAge = refresh === 'hard' ? 0 : ANSWER_KEPT;
    try {
      const { bytes } = await this.#deps.charts.archive(this.#placeOf(wanted), version, maxAge);
      return archiveTree(version, readArchive(bytes, chartLimit(this.#deps.installation.current().settings)));
    } catch (error) {
      throw reworded(error, `error fetching chart: ${messageOf(error)}`);
    }
  }

  #placeOf({ source, project }: ProjectSource): ChartPlace {
    requireOffLink(this.#deps.installation.current(), source.repoURL, project);
    const record = this.#deps.installation.current().repositoryFor(source.repoURL, project);
    return { record, name: source.chart ?? '', passCredentials: source.helm?.passCredentials === true };
  }
}
