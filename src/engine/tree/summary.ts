import type { ApplicationSummary } from '../../api/application/fields.ts';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import { sortedTexts } from '../../base/json/byte-order.ts';

/** `status.summary`: images and URLs of the whole tree, and whether Applications are in it. Empty parts are left out. */
export function summaryOf(tree: ApplicationTree): ApplicationSummary {
  const nodes = tree.nodes ?? [];
  const images = sortedTexts(new Set(nodes.flatMap((node) => node.images ?? [])));
  const urls = sortedTexts(new Set(nodes.flatMap((node) => node.networkingInfo?.externalURLs ?? [])));
  const isAppOfApps = nodes.some((node) => node.group === 'argoproj.io' && node.kind === 'Application');
  return {
    ...(urls.length === 0 ? {} : { externalURLs: urls }),
    ...(images.length === 0 ? {} : { images }),
    ...(isAppOfApps ? { isAppOfApps } : {}),
  };
}
