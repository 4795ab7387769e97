/** `--output-dir`: the manifests as files, named like their templates. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Printing } from '../../render/helm/manifests/print-manifests.ts';
import type { RenderedChart } from '../../render/helm/render-chart.ts';

export interface OutputPlace {
  readonly folder: string;
  /** Empty, or the release's name: its manifests go there, but not the definitions of custom resources. */
  readonly releaseFolder: string;
  readonly printing: Printing;
}

/** What Helm says about it: a line for each document, and an empty one where it would have printed the rest. */
export function writeOutput(rendered: RenderedChart, { folder, releaseFolder, printing }: OutputPlace): string {
  const said: string[] = [];
  const written = new Set<string>();
  const write = (root: string, path: string, content: string): void => {
    const file = `${root}/${path}`;
    const document = `---\n# Source: ${path}\n${content}\n`;
    mkdirSync(dirname(file), { recursive: true });
    if (written.has(file)) appendFileSync(file, document);
    else writeFileSync(file, document);
    written.add(file);
    said.push(`wrote ${file}\n`);
  };
  for (const { name, data } of printing.includeCrds === true ? rendered.customResources : []) {
    write(folder, name, Buffer.from(data).toString('utf8'));
  }
  const root = releaseFolder === '' ? folder : join(folder, releaseFolder);
  for (const { path, content } of [...rendered.manifests, ...rendered.hooks]) write(root, path, content);
  return `${said.join('')}\n`;
}
