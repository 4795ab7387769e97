import type { Application, ApplicationSummary } from '../../api/application/fields.ts';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import { sortedTexts } from '../../base/json/byte-order.ts';
import { externalLinks } from './facts/links.ts';

/**
 * `status.summary`: images and URLs of the whole tree, with the links that the Application names itself, and whether Applications
 * are in it. All in byte order, each once; empty parts are left out.
 */
export function summaryOf(tree: ApplicationTree, app: Pick<Application, 'metadata'>): ApplicationSummary {
  const nodes = tree.nodes ?? [];
  const images = sortedTexts(new Set(nodes.flatMap((node) => node.images ?? [])));
  const found = nodes.flatMap((node) => node.networkingInfo?.externalURLs ?? []);
  const urls = sortedTexts(
    new Set([...found, ...externalLinks({ metadata: { annotations: app.metadata.annotations ?? {} } })]),
  );
  const isAppOfApps = nodes.some((node) => node.group === 'argoproj.io' && node.kind === 'Application');
  return {
    ...(urls.length === 0 ? {} : { externalURLs: urls }),
    ...(images.length === 0 ? {} : { images }),
    ...(isAppOfApps ? { isAppOfApps } : {}),
  };
}
