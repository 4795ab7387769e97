/** Secrets that say the same address: which one of them is heeded, for the log. Pure. */
import { normalizeGitUrl } from '../../base/git-url.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { plainText, secretData } from '../../kube/object/secret-data.ts';

export interface SharedAddress {
  /** As the first writes it, without who asks there: people write passwords into addresses. */
  readonly url: string;
  /** Empty: everybody's. */
  readonly project: string;
  readonly heeded: string;
  readonly unheeded: readonly string[];
}

/**
 * Of the Secrets of one type, in the order of their names: those of one address and project, however the address is written.
 * The first by name is heeded, as everywhere.
 */
export function sharedAddresses(secrets: readonly KubeObject[]): readonly SharedAddress[] {
  const places = secrets.map((secret) => {
    const data = secretData(secret);
    return { name: secret.metadata.name ?? '', url: plainText(data, 'url'), project: plainText(data, 'project') };
  });
  const written = places.filter(({ url }) => url !== '');
  const same = Map.groupBy(written, ({ url, project }) => `${project}\n${normalizeGitUrl(url)}`);
  return [...same.values()].flatMap(([first, ...rest]) => {
    if (first === undefined || rest.length === 0) return [];
    const { name, url, project } = first;
    return [{ url: withoutUser(url), project, heeded: name, unheeded: rest.map((one) => one.name) }];
  });
}

function withoutUser(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
