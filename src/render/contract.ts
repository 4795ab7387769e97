/**
 * The contract of rendering (ADR on rendering): synchronous, pure, answered from memory or not at all. A renderer asks its
 * inputs; what is not there becomes a Need, which the source service fetches before it calls again. Each question and its
 * answer is recorded, so that a later commit which changes no answer costs no render.
 */
import type { ApplicationSource, EnvEntry } from '../api/application/fields.ts';
import type { ParameterAnnouncement } from '../api/config-management-plugin/fields.ts';
import type { AppError, ErrorKind } from '../base/errors.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';

/** Raised with every change after which equal inputs may render differently: cached results of other versions are not used. */
export const RENDER_VERSION = 1;

export type SourceType = 'Directory' | 'Helm' | 'Kustomize' | 'Plugin';

/** One source of one Application, with everything that is no question. */
export interface SourceRequest {
  /** Instance name: `<app>` or `<namespace>_<app>`. */
  readonly appName: string;
  readonly project: string;
  /** Destination namespace. */
  readonly namespace: string;
  readonly source: ApplicationSource;
  /**
   * The Application's sources with a `ref`, whose files value files may name as `$ref/path`; undefined where it has but one
   * `source`, whose texts with a dollar sign are build variables.
   */
  readonly references: readonly SourceReference[] | undefined;
  readonly settings: RenderSettings;
}

export interface SourceReference {
  /** Without the dollar sign. */
  readonly name: string;
  readonly repoURL: string;
  /** A chart lends no files. */
  readonly isChart: boolean;
}

export interface RenderSettings {
  /** Bytes that all manifests of a directory may have together; 0: no limit. */
  readonly maxCombinedDirectoryManifestsSize: number;
  /** Schemes of URLs that value files may have (`helm.valuesFileSchemes`). */
  readonly valuesFileSchemes: readonly string[];
  /** Options of `kustomize build`: those of a named version (`kustomize.buildOptions.<version>`), or for all. */
  readonly kustomizeBuildOptions: Readonly<Record<string, string>>;
  /** Whether plugins of the installation say by themselves which folders they are for. */
  readonly discoversPlugins?: boolean;
  /** Submodules are empty folders (`reposerver.enable.git.submodule` is false). */
  readonly hasEmptySubmodules?: boolean;
  /**
   * Links that lead out of the repository lead nowhere and are no fault (`reposerver.allow.oob.symlinks`): there is nothing
   * around a commit that they could lead to.
   */
  readonly permitsLinksOut?: boolean;
  /** Tools that the installation has switched off; `Directory` stands for its Jsonnet files. */
  readonly disabledTools: readonly SourceType[];
}

export type PathMode = 'file' | 'executable' | 'symlink' | 'tree' | 'submodule';

/** What stands at a path, links not followed. */
export interface PathEntry {
  readonly mode: PathMode;
  readonly oid: string;
  /** The tree that the object lies in, where that is not the one that was asked: beyond a submodule. */
  readonly reference?: string;
}

export interface NamedEntry extends PathEntry {
  readonly name: string;
}

/** A chart of a repository: a dependency that does not lie in the parent's `charts`. */
export interface ChartQuestion {
  /** As the parent writes it: `https://…`, or `oci://host/path` of the folder above the chart. */
  readonly repository: string;
  readonly name: string;
  /** Version or constraint; empty: the newest release. */
  readonly version: string;
}

export interface ChartAnswer {
  readonly version: string;
  /** `sha256:` and hex digits of the archive; the object id under which `content` gives its bytes. */
  readonly digest: string;
}

/** A commit of another repository, which a kustomization names as base or component. */
export interface RepositoryQuestion {
  /** As Git takes it. May hold a user and a password. */
  readonly url: string;
  /** Branch, tag, commit or full name of a ref, by the rules of `git fetch`; empty: the default branch. */
  readonly ref: string;
  /** False: folders of submodules are empty. */
  readonly submodules?: false | undefined;
  /** Milliseconds that each step of the way there may take; undefined: as long as for any other repository. */
  readonly timeout?: number | undefined;
}

/** `reference` under which the tree of the commit can be asked; a fault is one of this attempt and never kept. */
export type RepositoryAnswer =
  | { readonly kind: 'commit'; readonly commit: string; readonly root: string }
  | { readonly kind: 'fault'; readonly faultKind: ErrorKind; readonly code: string; readonly message: string };

/** What a plugin of the installation is to do in a folder. */
export interface PluginQuestion {
  /** Print manifests, say whether it is for the folder, or tell which parameters it takes there. */
  readonly task: 'generate' | 'match' | 'parameters';
  /** As the source names it; empty: the first that is for the folder by its own rule. */
  readonly name: string;
  /** From the root of the repository. */
  readonly folder: string;
  /** Variables of its commands, in order. */
  readonly environment: readonly EnvEntry[];
}

export type PluginAnswer =
  | { readonly kind: 'manifests'; readonly plugin: string; readonly texts: readonly string[] }
  | { readonly kind: 'match'; readonly isSupported: boolean }
  | { readonly kind: 'parameters'; readonly announcements: readonly ParameterAnnouncement[] };

/** What a server said to a question for a file that need not be one. */
export type RemoteAnswer =
  | { readonly kind: 'content'; readonly content: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What is missing in memory. `reference` names the tree of another source; absent: the source's own. */
export type Need =
  | { readonly kind: 'tree'; readonly oid: string; readonly reference?: string }
  /**
   * Content of at most `limit` bytes; a larger one is answered with `too-large`, and so may be what exceeds the limit only
   * together with what was needed before it in the same attempt.
   */
  | { readonly kind: 'blob'; readonly oid: string; readonly limit: number; readonly reference?: string }
  /** `asker`: the field that names the chart, where no chart does that depends on it; for messages. */
  | { readonly kind: 'chart'; readonly question: ChartQuestion; readonly asker?: string | undefined }
  /** A file by its URL, of at most `limit` bytes. */
  | { readonly kind: 'remote-file'; readonly url: string; readonly limit: number }
  /** The same where any answer is one. */
  | { readonly kind: 'remote'; readonly url: string; readonly limit: number }
  | { readonly kind: 'plugin'; readonly question: PluginQuestion }
  /** `submodule`: the path that leads there; then a fault is one of the whole render. */
  | { readonly kind: 'repository'; readonly question: RepositoryQuestion; readonly submodule?: string };

export type Answer<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'needed'; readonly needs: readonly Need[] };

/** What a render may take from outside to be different each time: functions like `now` and `genCA` of templates. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly instant: number;
  /** 32 random bytes, the seed of everything random in this render. */
  readonly entropy: Uint8Array;
}

/**
 * The world of one render. Paths are relative to the root of the repository, without leading or trailing slash; the root
 * is the empty text. `reference` asks in the tree of that source instead of the own. A source that is a chart has the
 * chart's folder as its tree.
 */
export interface RenderInputs {
  entry(path: string, reference?: string): Answer<PathEntry | undefined>;
  /** Entries of a folder; undefined where there is none. */
  listing(path: string, reference?: string): Answer<readonly NamedEntry[] | undefined>;
  content(oid: string, limit: number, reference?: string): Answer<Uint8Array | 'too-large'>;
  /** Which version a repository has to a question. A chart that cannot be had is a fault of the whole render. */
  chart(question: ChartQuestion, asker?: string): Answer<ChartAnswer>;
  remoteFile(url: string, limit: number): Answer<Uint8Array | 'too-large'>;
  remote(url: string, limit: number): Answer<RemoteAnswer>;
  /** What a plugin does with the source's own tree. A plugin that fails is a fault of the whole render. */
  plugin(question: PluginQuestion): Answer<PluginAnswer>;
  /** What a ref of another repository is; `repositoryReference` names its tree from then on. */
  repository(question: RepositoryQuestion): Answer<RepositoryAnswer>;
  /**
   * Asked before work that takes long; needed without end where this thread has others to serve, which moves the render to
   * one that has not.
   */
  computing(): Answer<true>;
  /** The same in every attempt of one render. To ask marks the result as valid for this commit only. */
  moment(): Moment;
  /** Build variable (`ARGOCD_APP_…`, `KUBE_…`); undefined where there is none of this name. */
  variable(name: string): string | undefined;
  kubeVersion(): string;
  /** Whether the destination serves `group/version` or `group/version/Kind`. */
  hasApiVersion(name: string): boolean;
  /** All of them, in byte order. */
  apiVersions(): readonly string[];
}

/** A question with its answer. */
export type Read =
  /** Folders are told by their mode only: what is in them is asked separately. */
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly mode: PathMode | 'absent';
      readonly oid: string;
      readonly reference?: string;
    }
  /** Names and modes, as one text; `absent` where there is no folder. */
  | { readonly kind: 'listing'; readonly path: string; readonly names: string; readonly reference?: string }
  | { readonly kind: 'chart'; readonly question: ChartQuestion; readonly digest: string }
  /** `digest` of the content; `too-large` over the limit. */
  | { readonly kind: 'remote-file'; readonly url: string; readonly limit: number; readonly digest: string }
  | { readonly kind: 'remote'; readonly url: string; readonly limit: number; readonly digest: string }
  /** That it could be had: what was read of it are further questions, by `repositoryReference`. */
  | { readonly kind: 'repository'; readonly question: RepositoryQuestion; readonly isThere: boolean }
  /** `digest` of what it answered. */
  | { readonly kind: 'plugin'; readonly question: PluginQuestion; readonly digest: string }
  /** Clock or randomness: true at the same commit only. */
  | { readonly kind: 'moment' }
  | { readonly kind: 'variable'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'kube-version'; readonly value: string }
  | { readonly kind: 'api-version'; readonly name: string; readonly served: boolean }
  /** All that the destination serves. */
  | { readonly kind: 'api-versions'; readonly digest: string };

export interface SourceManifest {
  readonly object: KubeObject;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Counted from 1. */
  readonly document: number;
}

export type RenderOutcome =
  | {
      readonly kind: 'done';
      readonly sourceType: SourceType;
      readonly manifests: readonly SourceManifest[];
      readonly reads: readonly Read[];
    }
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  | { readonly kind: 'failed'; readonly error: AppError; readonly reads: readonly Read[] };

export type Renderer = (request: SourceRequest, inputs: RenderInputs) => RenderOutcome;
