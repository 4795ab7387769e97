/** Who sent a request. */
export interface Identity {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  /** Set where another user acts as this one. */
  readonly impersonator?: Identity;
}

export const ANONYMOUS: Identity = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

/** A user with the group that everyone authenticated is in. */
export function authenticated(username: string, groups: readonly string[]): Identity {
  return { username, groups: [...new Set([...groups, 'system:authenticated'])] };
}

/** The user of a service account. */
export function serviceAccountUser(namespace: string, name: string): Identity {
  return authenticated(`system:serviceaccount:${namespace}:${name}`, [
    'system:serviceaccounts',
    `system:serviceaccounts:${namespace}`,
  ]);
}
