/**
 * Config management plugins: programs of the installation that turn a folder of a source into manifests. Implemented by
 * `adapters/plugin-sidecar` (Argo CD's sidecars) and `adapters/plugin-command` (configured commands on this machine).
 */
import type { ParameterAnnouncement } from '../api/config-management-plugin/fields.ts';
import type { Secret } from '../base/secret.ts';

export type { ParameterAnnouncement };

/** One file, folder or link of what a plugin gets; folders before what is in them. Paths from the root, without slashes at the ends. */
export type WorkingFile =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly isExecutable: boolean;
      /** Throws `git.*` and `plugin.too-large`. */
      content(): Promise<Uint8Array>;
    }
  /** Leads nowhere outside: whoever gives the files has refused others. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export interface WorkingFiles {
  /** Equal for equal files. */
  readonly key: string;
  entries(): AsyncIterable<WorkingFile>;
}

export interface PluginVariable {
  readonly name: string;
  readonly value: string;
}

/** User and password for git and for the repository of the source only. */
export interface PluginCredentials {
  /** `https://host[:port]` of the repository. */
  readonly origin: string;
  readonly username: string;
  readonly password: Secret;
}

export interface PluginInput {
  /** The folder that the commands run in, from the root of the files; empty: the root. */
  readonly folder: string;
  /** In order; the last of a name counts. */
  readonly environment: readonly PluginVariable[];
  readonly files: WorkingFiles;
  /** Given to plugins that want them, and to no other. */
  readonly credentials: PluginCredentials | undefined;
  /** Milliseconds for everything together. */
  readonly timeout: number;
}

export interface PluginConfiguration {
  readonly isDiscoveryConfigured: boolean;
  readonly wantsCredentials: boolean;
}

export interface PluginMatch {
  readonly isSupported: boolean;
  readonly isDiscoveryEnabled: boolean;
}

/** Every call throws `AppError` with a code of `PluginErrorCode`; messages are Argo CD's where it has one, and may hold what the plugin printed. */
export interface InstalledPlugin {
  /** `<name>` or `<name>-<version>`, as Applications name it. */
  readonly name: string;
  /** As messages call it: `<name>.sock` of a sidecar. */
  readonly label: string;
  /** Changes where the same input may lead to something else; empty where that cannot be told. */
  readonly identity: string;
  configuration(signal?: AbortSignal): Promise<PluginConfiguration>;
  /** Whether it is for this folder. */
  matches(input: PluginInput, signal?: AbortSignal): Promise<PluginMatch>;
  /** What it printed: texts of one or several YAML documents. */
  generate(input: PluginInput, signal?: AbortSignal): Promise<readonly string[]>;
  /** Parameters that it takes in this folder; later ones of a name replace earlier ones. */
  parameters(input: PluginInput, signal?: AbortSignal): Promise<readonly ParameterAnnouncement[]>;
}

export type PluginErrorCode =
  /** Nobody answers at its socket. */
  | 'plugin.unreachable'
  /** It answered with an error, or its command failed. */
  | 'plugin.failed'
  | 'plugin.timeout'
  /** None that is installed is for the source. */
  | 'plugin.not-found'
  /** It printed, or was to be given, more than it may. */
  | 'plugin.too-large'
  /** Its document cannot be read, or its program not be started. */
  | 'plugin.invalid';

export interface PluginPort {
  /** All that are installed now, in byte order of their names. Never throws: what cannot be read is left out. */
  installed(): Promise<readonly InstalledPlugin[]>;
}
