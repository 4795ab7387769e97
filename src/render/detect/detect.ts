/** Which tool renders a folder (A6): an explicit block of the source, else what lies in the folder. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { NamedEntry, SourceType } from '../contract.ts';
import { renderFault } from '../render-fault.ts';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The tool that the source names by a block of its own; undefined where it names none. Throws `render.ambiguous-type`
 * where it names several.
 */
export function explicitType(source: ApplicationSource): SourceType | undefined {
  const named: SourceType[] = [];
  if (source.kustomize !== undefined) named.push('Kustomize');
  if (source.helm !== undefined) named.push('Helm');
  if (source.directory !== undefined) named.push('Directory');
  if (source.plugin !== undefined) named.push('Plugin');
  if (named.length > 1) {
    const which = `multiple application sources defined: ${named.join(',')}`;
    throw renderFault('render.ambiguous-type', `error getting app source type: ${which}`);
  }
  return named[0];
}

/**
 * The tool that a folder's files call for. The last name in byte order decides, so Kustomize wins over Helm where both
 * are (recorded). A name that merely ends in `Chart.yaml` counts, as in Argo CD.
 */
export function discoveredType(entries: readonly NamedEntry[], disabled: readonly SourceType[]): SourceType {
  let found: SourceType = 'Directory';
  for (const { name, mode } of entries) {
    if (mode === 'tree' || mode === 'submodule') continue;
    if (name.endsWith('Chart.yaml') && !disabled.includes('Helm')) found = 'Helm';
    if (KUSTOMIZATIONS.includes(name) && !disabled.includes('Kustomize')) found = 'Kustomize';
  }
  return found;
}
