/** What flags make of a source. Pure. */
import type { ApplicationSource } from '../../../api/application/fields.ts';
import { changedDirectory } from './change-directory.ts';
import { changedHelm, type HelmChange } from './change-helm.ts';
import { changedKustomize } from './change-kustomize.ts';
import { changedPlugin } from './change-plugin.ts';
import { type GivenFlags, givenText } from './given-flags.ts';

/** Throws `cli.fatal` and `cli.key-value` (user). */
export function changedSource(before: ApplicationSource, change: HelmChange): ApplicationSource {
  const { helm, kustomize, directory, plugin, ...rest } = before;
  const tools = {
    helm: changedHelm(helm, change),
    kustomize: changedKustomize(kustomize, change.given),
    directory: changedDirectory(directory, change.given),
    plugin: changedPlugin(plugin, change.given),
  };
  const told = Object.fromEntries(Object.entries(tools).filter(([, value]) => value !== undefined));
  return { ...rest, ...told, ...texts(change.given) };
}

const TEXTS = {
  repoURL: 'repo',
  path: 'path',
  targetRevision: 'revision',
  chart: 'helm-chart',
  ref: 'ref',
  name: 'source-name',
  tagPrefix: 'tag-prefix',
} as const;

function texts(given: GivenFlags): Partial<ApplicationSource> {
  const found = Object.entries(TEXTS).map(([key, name]) => [key, givenText(given, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
