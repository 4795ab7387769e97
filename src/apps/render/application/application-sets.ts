/** ApplicationSets that a render meets. They are not expanded here, and nobody shall take what is printed for all there is. */
import { type KubeObject, splitApiVersion } from '../../../kube/object/kube-object.ts';

export interface MetApplicationSet {
  readonly name: string;
  /** File and line, or the Application whose manifest it is; for messages. */
  readonly origin: string;
}

/** Those among objects; `originOf` says where each was found. */
export function applicationSetsIn<T extends { readonly object: KubeObject }>(
  found: readonly T[],
  originOf: (one: T) => string,
): readonly MetApplicationSet[] {
  return found
    .filter(({ object: { apiVersion, kind } }) => kind === 'ApplicationSet' && isOfArgo(apiVersion))
    .map((one) => ({ name: one.object.metadata?.name ?? '', origin: originOf(one) }));
}

/** A line for each, once. */
export function unexpandedText(sets: readonly MetApplicationSet[]): string {
  const lines = sets.map(
    ({ name, origin }) => `Note: ApplicationSet ${name} (${origin}) is not expanded: its Applications are not rendered`,
  );
  return [...new Set(lines)].map((line) => `${line.replace(/[\u0000-\u001f\u007f]/g, '?')}\n`).join('');
}

function isOfArgo(apiVersion: string): boolean {
  return splitApiVersion(apiVersion).group === 'argoproj.io';
}
