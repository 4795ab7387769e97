/** The local accounts as `argocd-cm` and `argocd-secret` describe them (feature G8). Pure. */
import type { Secret } from '../../base/secret.ts';

export interface Account {
  readonly name: string;
  readonly enabled: boolean;
  readonly capabilities: readonly ('apiKey' | 'login')[];
  /** bcrypt hash. */
  readonly passwordHash: Secret | undefined;
  /** Tokens issued before are refused. Seconds since 1970; 0 where unknown. */
  readonly passwordChangedAt: number;
  /** Ids of the API tokens that still count. */
  readonly tokenIds: readonly string[];
}

export interface AccountSources {
  readonly cm: Readonly<Record<string, string>>;
  readonly secret: ReadonlyMap<string, Secret>;
}

/** Undefined where there is no such account. */
export function readAccount(name: string, { cm, secret }: AccountSources): Account | undefined {
  const isAdmin = name === 'admin';
  const declared = Object.hasOwn(cm, `accounts.${name}`) ? cm[`accounts.${name}`] : undefined;
  if (!isAdmin && declared === undefined) return undefined;
  const prefix = isAdmin ? 'admin.' : `accounts.${name}.`;
  const enabled = isAdmin ? cm['admin.enabled'] : cm[`accounts.${name}.enabled`];
  const hash = secret.get(`${prefix}password`);
  return {
    name,
    enabled: enabled !== 'false',
    capabilities: isAdmin && declared === undefined ? ['login'] : readCapabilities(declared ?? ''),
    passwordHash: hash?.reveal() ? hash : undefined,
    passwordChangedAt: readSeconds(secret.get(`${prefix}passwordMtime`)),
    tokenIds: readTokenIds(secret.get(`${prefix}tokens`)),
  };
}

/** The admin's, then those of `accounts.<name>` keys. */
export function accountNames(cm: AccountSources['cm']): readonly string[] {
  const declared = Object.keys(cm).flatMap((key) => /^accounts\.([^.]+)$/.exec(key)?.[1] ?? []);
  return [...new Set(['admin', ...declared])];
}

function readCapabilities(text: string): ('apiKey' | 'login')[] {
  const words = text.split(',').map((word) => word.trim());
  return (['apiKey', 'login'] as const).filter((capability) => words.includes(capability));
}

function readSeconds(time: Secret | undefined): number {
  const instant = time === undefined ? Number.NaN : Date.parse(time.reveal());
  return Number.isNaN(instant) ? 0 : Math.floor(instant / 1000);
}

function readTokenIds(tokens: Secret | undefined): string[] {
  if (tokens === undefined) return [];
  try {
    const list: unknown = JSON.parse(tokens.reveal());
    return Array.isArray(list)
      ? list.flatMap((token: { id?: unknown }) => (typeof token?.id === 'string' ? [token.id] : []))
      : [];
  } catch {
    return [];
  }
}
