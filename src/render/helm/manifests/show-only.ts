/** `--show-only`: the documents of templates that are named from the folder of the chart, by shell patterns. */
import { matchPath } from '../../../base/glob/path-match.ts';
import { helmFault } from '../helm-fault.ts';
import { splitManifests } from './split-manifests.ts';

const SOURCE = /# Source: [^/]+\/(.+)/;

/** From the whole output. Throws `helm.invalid-option` where a pattern matches nothing. */
export function showOnly(output: string, patterns: readonly string[], helm: 3 | 4): string {
  const manifests = splitManifests(output, helm);
  const shown = patterns.flatMap((pattern) => {
    const found = manifests.filter((manifest) => {
      const name = SOURCE.exec(manifest)?.[1];
      return name !== undefined && matchPath(pattern, name) === 'match';
    });
    if (found.length === 0) throw helmFault('helm.invalid-option', `could not find template ${pattern} in chart`);
    return found;
  });
  return shown.map((manifest) => `---\n${manifest}\n`).join('');
}
