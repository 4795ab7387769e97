/** The `WWW-Authenticate` header: which way a registry wants to know who asks (RFC 9110 §11.6.1, distribution token auth). */

export type Challenge =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string; readonly scope: string };

const PARAMETER = /([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** A token service goes before a password. Undefined where neither is asked for. */
export function readChallenge(header: string): Challenge | undefined {
  const bearer = /(?:^|,\s*)bearer\s+(.*)/i.exec(header);
  if (bearer !== null) {
    const parameters = new Map(
      [...(bearer[1] ?? '').matchAll(PARAMETER)].map(([, name = '', quoted, bare]) => {
        return [name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''] as const;
      }),
    );
    const realm = parameters.get('realm') ?? '';
    if (realm !== '') {
      return { kind: 'bearer', realm, service: parameters.get('service') ?? '', scope: parameters.get('scope') ?? '' };
    }
  }
  return /(?:^|,\s*)basic\b/i.test(header) ? { kind: 'basic' } : undefined;
}
