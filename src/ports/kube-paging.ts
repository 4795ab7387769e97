/** Follows the pages of a list. */
import { hasCode } from '../base/errors.ts';
import type { KubePort, ListOptions, ListPage, ResourceType } from './kube.ts';

/** As kubectl and client-go ask. */
export const PAGE_SIZE = 500;

/** A token that has expired twice in a row will expire again: the list is then slower than the server's memory of it. */
const RESTARTS = 3;

export interface ListedPage extends ListPage {
  /** The list began anew: forget the pages before this one. */
  readonly restarted: boolean;
}

/**
 * All objects of a type, page by page, from one consistent version. Where the server has forgotten that version between two
 * pages, it starts again with a page that says so. Throws what `list` throws.
 */
export async function* listAll(
  kube: KubePort,
  type: ResourceType,
  options: Omit<ListOptions, 'continue'> = {},
): AsyncIterable<ListedPage> {
  let token = '';
  let restarted = false;
  for (let restarts = 0; ; ) {
    try {
      const page = await kube.list(type, {
        limit: PAGE_SIZE,
        ...options,
        ...(token === '' ? {} : { continue: token }),
      });
      yield { ...page, restarted };
      if (page.continue === '') return;
      token = page.continue;
      restarted = false;
    } catch (error) {
      if (token === '' || !hasCode(error, 'kube.gone') || ++restarts > RESTARTS) throw error;
      token = '';
      restarted = true;
    }
  }
}
