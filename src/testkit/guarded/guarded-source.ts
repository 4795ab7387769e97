/** A source on a real server that wants to know who asks, as the contracts on credentials and certificates use it. */
import type { ServerOptions } from 'node:https';
import type { RenderRequest } from '../../ports/manifest-service.ts';

type Texts = Readonly<Record<string, string>>;

export interface GuardedSource extends AsyncDisposable {
  /** As an Application names it. */
  readonly source: RenderRequest['sources'][number];
  /** What a Secret of the repository says beside credentials, its address included. */
  readonly repository: Texts;
  /** The same of a template: for everything on its server, and for a part of that in which the source lies. */
  readonly templates: { readonly server: Texts; readonly part: Texts };
  /** Keys of a Secret that opens it; that does not; that does after `change`. They hold the word `CANARY` where they can. */
  readonly right: Texts;
  readonly wrong: Texts;
  readonly next: Texts;
  /** From now on the server takes `next` and no longer `right`. */
  change(): Promise<void>;
  /** Milliseconds for which what the server gave out before still opens it; default 0. */
  readonly lasts?: number;
  /** Puts a ConfigMap with this value where the source leads. */
  publish(value: string): Promise<void>;
  /** How a condition tells that nobody was named, and that who was named may not. */
  readonly refusals: { readonly missing: RegExp; readonly wrong: RegExp };
  /** Authorities to trust, by host; default: none. */
  readonly certificates?: Texts;
  /** Line of a known_hosts file; empty but for ssh. */
  readonly knownHosts: string;
}

/** What a server shows and wants to see. */
export type ServerTls = Pick<ServerOptions, 'ca' | 'requestCert' | 'rejectUnauthorized'> & {
  readonly cert: string;
  readonly key: string;
};

/** Opens one, over HTTPS where it is told what to show. */
export type OpenGuarded = (tls?: ServerTls) => Promise<GuardedSource>;
