/** The rules for Chart.yaml, in Helm's order and words. */

import { parseVersion } from '../../../base/semver/version.ts';
import { quote } from '../../../lang/go-value/index.ts';
import { baseName } from '../archive/clean-path.ts';
import { helmFault } from '../helm-fault.ts';
import type { ChartDependency, ChartMetadata } from './chart.ts';

const ALIAS = /^[a-zA-Z0-9_-]+$/;
const SPACES = /[\s\u0085]/g;
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** The metadata with its texts cleaned. Throws `helm.invalid-chart`. */
export function validatedMetadata(metadata: ChartMetadata): ChartMetadata {
  const clean = { ...metadata, ...cleaned(metadata) };
  const broken = brokenRule(clean);
  if (broken !== undefined) throw helmFault('helm.invalid-chart', `validation: ${broken}`);
  return { ...clean, dependencies: metadata.dependencies && validatedDependencies(metadata.dependencies) };
}

function cleaned(metadata: ChartMetadata): Partial<ChartMetadata> {
  const { name, description, home, icon, condition, tags, appVersion, kubeVersion } = metadata;
  return {
    name: clean(name),
    description: clean(description),
    home: clean(home),
    icon: clean(icon),
    condition: clean(condition),
    tags: clean(tags),
    appVersion: clean(appVersion),
    kubeVersion: clean(kubeVersion),
    sources: metadata.sources.map(clean),
    keywords: metadata.keywords.map(clean),
    maintainers: metadata.maintainers.map((one) => ({
      name: clean(one.name),
      email: clean(one.email),
      url: clean(one.url),
    })),
  };
}

function brokenRule({ apiVersion, name, version, type }: ChartMetadata): string | undefined {
  if (apiVersion === '') return 'chart.metadata.apiVersion is required';
  if (name === '') return 'chart.metadata.name is required';
  if (name === '.' || name === '..') return `chart.metadata.name ${quote(name)} is not allowed`;
  if (name !== baseName(name)) return `chart.metadata.name ${quote(name)} is invalid`;
  if (version === '') return 'chart.metadata.version is required';
  if (parseVersion(version) === undefined) return `chart.metadata.version ${quote(version)} is invalid`;
  if (!['', 'application', 'library'].includes(type)) return 'chart.metadata.type must be application or library';
  return undefined;
}

function validatedDependencies(dependencies: readonly ChartDependency[]): readonly ChartDependency[] {
  const taken = new Set<string>();
  return dependencies.map((dependency) => {
    const { name, version, repository, condition, tags, alias } = dependency;
    const checked = {
      ...dependency,
      name: clean(name),
      version: clean(version),
      repository: clean(repository),
      condition: clean(condition),
      tags: tags.map(clean),
    };
    const key = alias === '' ? checked.name : alias;
    const broken = alias !== '' && !ALIAS.test(alias);
    if (broken) throw invalid(`dependency ${quote(checked.name)} has disallowed characters in the alias`);
    if (taken.has(key)) throw invalid(`more than one dependency with name or alias ${quote(key)}`);
    taken.add(key);
    return checked;
  });
}

function clean(text: string): string {
  return text.replace(SPACES, ' ').replace(UNPRINTABLE, '');
}

function invalid(message: string): Error {
  return helmFault('helm.invalid-chart', `validation: ${message}`);
}
