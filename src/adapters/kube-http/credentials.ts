/** Who we are to a server, now: static credentials, tokens that files or plugins renew, client certificates. */
import { readFile } from 'node:fs/promises';
import type { Clock, Instant } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import type { KubeConnection } from './connection.ts';
import { type ExecCredential, type ExecEnvironment, runExecPlugin } from './exec-plugin.ts';
import { kubeError } from './status-error.ts';

export interface Identity {
  readonly headers: Readonly<Record<string, string>>;
  readonly certificate?: string;
  readonly key?: Secret;
}

export interface CredentialSource {
  /** Throws `kube.unauthorized` where a file cannot be read or a plugin fails. */
  current(): Promise<Identity>;
  /** The server refused this identity. True where asking `current` again may give another one. */
  renew(refused: Identity): boolean;
}

export interface CredentialDeps {
  readonly clock: Clock;
  /** All that a credential plugin sees of our environment, besides what its entry adds. */
  readonly environment: ExecEnvironment;
}

/** A token file is read again after this time; kubelets renew it when 80 % of its life is over. */
const TOKEN_FILE_MILLISECONDS = 60_000;

export function createCredentials(connection: KubeConnection, deps: CredentialDeps): CredentialSource {
  const { credentials } = connection;
  switch (credentials.kind) {
    case 'none':
      return fixed({ headers: {} });
    case 'token':
      return fixed(bearer(credentials.token.reveal()));
    case 'basic': {
      const text = `${credentials.username}:${credentials.password.reveal()}`;
      return fixed({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } });
    }
    case 'client-certificate':
      return fixed({ headers: {}, certificate: credentials.certificate, key: credentials.key });
    case 'token-file':
      return renewed(deps.clock, () => tokenFile(credentials.path, deps.clock.now()));
    case 'exec':
      return renewed(deps.clock, async () =>
        identityOf(await runExecPlugin(credentials.plugin, connection, deps.environment)),
      );
  }
}

interface Lease {
  readonly identity: Identity;
  /** Undefined: until the server refuses it. */
  readonly until: Instant | undefined;
}

function fixed(identity: Identity): CredentialSource {
  return { current: async () => identity, renew: () => false };
}

/** Asks once at a time; keeps the answer until it expires or is refused. */
function renewed(clock: Clock, ask: () => Promise<Lease>): CredentialSource {
  let held: Promise<Lease> | undefined;
  let lease: Lease | undefined;
  return {
    async current() {
      if (lease?.until !== undefined && lease.until <= clock.now()) held = lease = undefined;
      held ??= ask();
      try {
        lease = await held;
      } catch (error) {
        held = undefined;
        throw error;
      }
      return lease.identity;
    },
    renew(refused) {
      if (lease?.identity === refused) held = lease = undefined;
      return true;
    },
  };
}

async function tokenFile(path: string, now: Instant): Promise<Lease> {
  try {
    const token = (await readFile(path, 'utf8')).trim();
    return { identity: bearer(token), until: now + TOKEN_FILE_MILLISECONDS };
  } catch (error) {
    throw kubeError('kube.unauthorized', `cannot read the token file: ${messageOf(error)}`, { cause: error });
  }
}

function identityOf(credential: ExecCredential): Lease {
  const { token, certificate, key, expires } = credential;
  return {
    identity: {
      headers: token === undefined ? {} : bearer(token.reveal()).headers,
      ...(certificate === undefined ? {} : { certificate }),
      ...(key === undefined ? {} : { key }),
    },
    until: expires,
  };
}

function bearer(token: string): Identity {
  return { headers: { authorization: `Bearer ${token}` } };
}
