/** The program `git` with its fixed environment: on a mirror without network, or against a remote with its transport. */
import { join } from 'node:path';
import type { GitRemote } from '../../ports/git.ts';
import { childEnvironment } from './child-environment.ts';
import type { EgressRules } from './egress-rule.ts';
import { pinnedAddress } from './pinned-address.ts';
import type { RemoteAddress } from './remote-address.ts';
import { type GitOutcome, runGit } from './run-git.ts';
import { createTransferSlots, type SlotWish } from './transfer-slots.ts';
import { prepareTransport, type TransportSettings } from './transport-settings.ts';

export interface GitProgramOptions {
  readonly binary: string;
  /** Where programs are looked for (`PATH`). */
  readonly path: string;
  /** Folder of all mirrors, mode 0700. */
  readonly cacheFolder: string;
  readonly allowFile: boolean;
  readonly requestTimeout: number;
  readonly fetchTimeout: number;
  readonly grace: number;
  /** Processes against remotes at once. */
  readonly parallelism: number;
  /** Milliseconds after which such a process no longer keeps others waiting. */
  readonly patience: number;
  /** Bytes that one mirror may take. */
  readonly repositoryLimit: number;
  readonly egress: EgressRules;
  /** Aborts with the port: every process still running is ended. */
  readonly closing: AbortSignal;
}

export interface LocalCommand {
  readonly argv: readonly string[];
  readonly input?: string | AsyncIterable<Uint8Array>;
  readonly settings?: readonly (readonly [string, string])[];
  /** Milliseconds; default: as for a fetch. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface RemoteCommand {
  readonly argv: readonly string[];
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  readonly timeout: number;
  readonly purpose: string;
  readonly signal?: AbortSignal | undefined;
}

export interface SshCommand extends Omit<RemoteCommand, 'argv'> {
  /** `user@host`, of the address. */
  readonly destination: string;
  /** What is run there. */
  readonly command: string;
}

export interface GitProgram {
  readonly options: GitProgramOptions;
  environment(): Record<string, string>;
  local(command: LocalCommand): Promise<GitOutcome>;
  /** Work that talks to a remote, when it is its turn. */
  slot<T>(address: RemoteAddress, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  remote(command: RemoteCommand): Promise<GitOutcome>;
  /** The ssh client alone, with the trust and the keys that git would have. */
  ssh(command: SshCommand): Promise<GitOutcome>;
}

export function createGitProgram(options: GitProgramOptions): GitProgram {
  const home = join(options.cacheFolder, 'home');
  const child = { path: options.path, home, allowFile: options.allowFile };
  const slots = createTransferSlots({ places: options.parallelism, patience: options.patience });
  const fixed = { binary: options.binary, folder: home, grace: options.grace };
  const reach = <C extends Omit<RemoteCommand, 'argv'>>(
    command: C,
    program: (
      command: C,
      transport: TransportSettings,
    ) => { readonly binary: string; readonly argv: readonly string[] },
  ): Promise<GitOutcome> =>
    slots.run(wishOf(command.address), async (room) => {
      const { remote, address, timeout, purpose, signal } = command;
      const pinned = await pinnedAddress(options.egress, remote, address);
      await using transport = await prepareTransport(remote, address, { folder: options.cacheFolder, pinned });
      const environment = {
        ...childEnvironment(child, transport.settings),
        ...transport.environment,
        GIT_CEILING_DIRECTORIES: options.cacheFolder,
      };
      const until = AbortSignal.any([room, options.closing, ...(signal === undefined ? [] : [signal])]);
      return await runGit({ ...fixed, ...program(command, transport), environment, timeout, purpose, signal: until });
    });
  return {
    options,
    environment: () => childEnvironment(child),
    local: ({ argv, input = '', settings = [], timeout = options.fetchTimeout, signal }) =>
      runGit({
        ...fixed,
        argv,
        input,
        environment: childEnvironment(child, settings),
        timeout,
        signal: signal === undefined ? options.closing : AbortSignal.any([signal, options.closing]),
        purpose: `git ${argv.find((word) => !word.startsWith('-')) ?? ''}`,
      }),
    slot: (address, work) => slots.run(wishOf(address), work),
    remote: (command) => reach(command, ({ argv }) => ({ binary: options.binary, argv })),
    ssh: (command) =>
      reach(command, ({ destination, command: text, address }, transport) => {
        const { port } = new URL(address.origin);
        // Of several ports the first counts.
        const own = port === '' ? [] : ['-p', port];
        return { binary: 'ssh', argv: [...transport.ssh, ...own, '--', destination, text] };
      }),
  };
}

function wishOf({ origin, url }: RemoteAddress): SlotWish {
  return { origin, repository: url };
}
