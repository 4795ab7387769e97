/** Which Applications a list or a watch shows (surface §1.8 List). Pure. */
import type { Application } from '../../api/application/fields.ts';
import { matchesLabels, parseLabelSelector } from '../../kube/selector/label-selector.ts';
import { sourcesOf } from './sources.ts';

export interface ApplicationFilter {
  readonly name: string;
  readonly projects: readonly string[];
  readonly selector: string;
  readonly repo: string;
  readonly namespace: string;
}

/** Throws a user fault for a selector that is none. */
export function applicationFilter(filter: ApplicationFilter): (app: Application) => boolean {
  const selector = parseLabelSelector(filter.selector);
  return (app) =>
    (filter.name === '' || app.metadata.name === filter.name) &&
    (filter.namespace === '' || app.metadata.namespace === filter.namespace) &&
    (filter.projects.length === 0 || filter.projects.includes(app.spec.project || 'default')) &&
    (filter.repo === '' || sourcesOf(app).some(({ repoURL }) => sameRepository(repoURL, filter.repo))) &&
    matchesLabels(selector, app.metadata.labels);
}

function sameRepository(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}

function normalised(url: string): string {
  return url
    .toLowerCase()
    .replace(/\.git$/, '')
    .replace(/\/$/, '');
}
