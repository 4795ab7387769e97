/** `--resource GROUP:KIND:NAME` and `GROUP:KIND:NAMESPACE/NAME`. Pure. */
import { AppError } from '../../base/errors.ts';

export interface ResourceArgument {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Throws `cli.resource` (user) naming the argument. */
export function parseResources(texts: readonly string[]): readonly ResourceArgument[] {
  return texts.map((text) => {
    const [group, kind, rest, ...more] = text.split(':');
    if (group === undefined || !kind || !rest || more.length > 0) {
      const message = `Resource should have GROUP:KIND:NAME, but instead got: ${text}`;
      throw new AppError({
        code: 'cli.resource',
        kind: 'user',
        message,
        hint: 'For the core group leave GROUP empty: ":ConfigMap:name".',
      });
    }
    const slash = rest.indexOf('/');
    if (slash < 0) return { group, kind, name: rest };
    return { group, kind, namespace: rest.slice(0, slash), name: rest.slice(slash + 1) };
  });
}
