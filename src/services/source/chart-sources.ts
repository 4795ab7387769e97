/** Charts of repositories as sources of Applications: what a target means, and the chart's files. */
import type { ChartDetails } from '../../api/application/revision-fields.ts';
import { messageOf } from '../../base/errors.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import type { ChartFile } from '../../render/helm/chart/chart-file.ts';
import { archiveTree } from './archive-tree.ts';
import { chartDetails } from './chart-details.ts';
import type { ChartPlace, ChartStore } from './chart-store.ts';
import { chosenVersion, isPinnedVersion } from './chart-version.ts';
import { reachedAsSource, requireOffLink } from './known-servers.ts';
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
    return archiveTree(version, await this.#files(wanted, version, refresh === 'hard' ? 0 : ANSWER_KEPT));
  }

  /** What the chart says of itself. Throws as `revision` and `tree`, and `helm.invalid-chart`. */
  async details(wanted: ProjectSource, target: string): Promise<ChartDetails> {
    const { source, project } = wanted;
    const version = await this.revision({ source: { ...source, targetRevision: target }, project }, 'cached');
    const files = await this.#files(wanted, version, ANSWER_KEPT);
    const chart = files.find(({ name }) => name === 'Chart.yaml');
    return chartDetails(new TextDecoder().decode(chart?.data));
  }

  async #files(wanted: ProjectSource, version: string, maxAge: number): Promise<readonly ChartFile[]> {
    try {
      const { bytes } = await this.#deps.charts.archive(this.#placeOf(wanted), version, maxAge);
      return readArchive(bytes, chartLimit(this.#deps.installation.current().settings));
    } catch (error) {
      throw reworded(error, `error fetching chart: ${messageOf(error)}`);
    }
  }

  #placeOf({ source, project }: ProjectSource): ChartPlace {
    const installation = this.#deps.installation.current();
    requireOffLink(installation, source.repoURL, project);
    const record = reachedAsSource(installation, installation.repositoryFor(source.repoURL, project), project);
    return { record, name: source.chart ?? '', passCredentials: source.helm?.passCredentials === true };
  }
}
