/** The output of `helm template`. */
import { sortedTexts } from '../../../base/json/byte-order.ts';
import type { RenderedChart } from '../render-chart.ts';
import type { Hook } from './manifest.ts';
import { trimSpace } from './trim-space.ts';

export interface Printing {
  readonly includeCrds?: boolean;
  readonly skipTests?: boolean;
  readonly noHooks?: boolean;
}

/** All documents, hooks last, each with the name of its template. */
export function printManifests(rendered: RenderedChart, printing: Printing = {}): string {
  const crds = printing.includeCrds === true ? rendered.customResources : [];
  const documents = [
    ...crds.map(({ name, data }) => printed(name, Buffer.from(data).toString('utf8'))),
    ...rendered.manifests.map(({ path, content }) => printed(path, content)),
  ];
  const hooks = printedHooks(rendered, printing).map(({ path, content }) => printed(path, content));
  return `${trimSpace(documents.join(''))}\n${hooks.join('')}`;
}

/** The hooks that are shown. */
export function printedHooks({ hooks }: RenderedChart, { noHooks, skipTests }: Printing): readonly Hook[] {
  if (noHooks === true) return [];
  return skipTests === true ? hooks.filter(({ events }) => !events.includes('test')) : hooks;
}

/** What `--debug` shows of templates whose text is no YAML, by name (Helm in any order): uncut, unsorted. */
export function printTexts(texts: ReadonlyMap<string, string>): string {
  const shown = sortedTexts(texts.keys()).filter((name) => trimSpace(texts.get(name) ?? '') !== '');
  return shown.map((name) => printed(name, texts.get(name) ?? '')).join('');
}

function printed(path: string, content: string): string {
  return `---\n# Source: ${path}\n${content}\n`;
}
