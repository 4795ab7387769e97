/** The command that Argo CD would have run, for messages: people take it to their shell. */
import type { ApplicationSourceHelm } from '../../api/application/source-fields.ts';
import type { GivenOptions } from './given-values.ts';

export interface HelmCommand {
  readonly helm: ApplicationSourceHelm;
  readonly given: GivenOptions;
  readonly release: { readonly name: string; readonly namespace: string };
  readonly kubeVersion: string;
}

/** In the order of Argo CD's arguments; the long list of API versions is left out, as there. */
export function helmCommand({ helm, given, release, kubeVersion }: HelmCommand): string {
  const parts = ['helm template . --name-template', release.name];
  if (release.namespace !== '') parts.push('--namespace', release.namespace);
  if (kubeVersion !== '') parts.push('--kube-version', kubeVersion);
  for (const { flag, text } of given.parameters) parts.push(`--${flag}`, text);
  for (const name of given.fileNames) parts.push('--values', name);
  if (given.hasInlineValues) parts.push('--values', '<values of the Application>');
  parts.push('<api versions removed>');
  if (helm.skipCrds !== true) parts.push('--include-crds');
  if (helm.skipSchemaValidation === true) parts.push('--skip-schema-validation');
  if (helm.skipTests === true) parts.push('--skip-tests');
  return parts.join(' ');
}
