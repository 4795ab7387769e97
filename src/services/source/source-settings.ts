/** What the installation's settings say to the source service. */
import { byteSize } from '../../base/byte-size.ts';
import { readDuration } from '../../base/duration.ts';
import { goFlag } from '../../base/go-flag.ts';
import type { Settings } from '../../ports/settings.ts';
import type { RenderSettings, SourceType } from '../../render/contract.ts';
import { CHART_LIMITS } from '../../render/helm/chart/chart-file.ts';

export interface PollingPeriod {
  /** Milliseconds between two looks at a repository; 0: none (A19). */
  readonly period: number;
  /** Milliseconds at most that are added to spread the requests. */
  readonly jitter: number;
}

const MINUTE = 60_000;

/** `timeout.reconciliation` and its jitter from `argocd-cm`; 120 s and 60 s where absent or no duration. */
export function pollingPeriod({ cm }: Settings): PollingPeriod {
  return {
    period: durationOr(cm['timeout.reconciliation'], 2 * MINUTE),
    jitter: durationOr(cm['timeout.reconciliation.jitter'], MINUTE),
  };
}

/** Limits and switched-off tools. Sizes are Kubernetes quantities; 10M where absent or none. */
export function renderSettings({ cm, commandParameters }: Settings): RenderSettings {
  const tools: readonly (readonly [string, SourceType])[] = [
    ['helm.enable', 'Helm'],
    ['kustomize.enable', 'Kustomize'],
    // The switch for Jsonnet files of directories; plain manifests cannot be switched off.
    ['jsonnet.enable', 'Directory'],
  ];
  const size = commandParameters['reposerver.max.combined.directory.manifests.size'];
  return {
    maxCombinedDirectoryManifestsSize: byteSize(size, 10e6),
    kustomizeBuildOptions: buildOptionsOf(cm),
    valuesFileSchemes: schemesOf(cm['helm.valuesFileSchemes']),
    ...(goFlag(commandParameters['reposerver.enable.git.submodule'], true) ? {} : { hasEmptySubmodules: true }),
    ...(permitsLinksOut(commandParameters) ? { permitsLinksOut: true } : {}),
    disabledTools: tools.filter(([key]) => cm[key] === 'false').map(([, tool]) => tool),
  };
}

export interface ArtifactLimits {
  /** Media types that a layer with manifests may have. */
  readonly mediaTypes: readonly string[];
  /** Bytes of all its files together. */
  readonly extracted: number;
}

const LAYER_TYPES = [
  'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
].join(',');
export interface PluginSettings {
  /** Patterns of paths that plugins do not get. */
  readonly excluded: readonly string[];
  /** Milliseconds that one run of a plugin may take. */
  readonly timeout: number;
  /** They get the folder only in which all lies that the Application says it depends on. */
  readonly usesGeneratePaths: boolean;
  /** Links that lead out of the repository are left out, not refused. */
  readonly permitsLinksOut: boolean;
}

const LONGEST_RUN = 24 * 60 * MINUTE;

/** What plugins get and how long they may take (P4). */
export function pluginSettings({ commandParameters }: Settings): PluginSettings {
  const excluded = commandParameters['reposerver.plugin.tar.exclusions'] ?? '';
  const seconds = Number(commandParameters['controller.repo.server.timeout.seconds'] ?? '60');
  return {
    excluded: excluded.split(';').filter((pattern) => pattern !== ''),
    // A timer of more than that would end at once.
    timeout: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_RUN) : MINUTE,
    usesGeneratePaths: goFlag(commandParameters['reposerver.plugin.use.manifest.generate.paths'], false),
    permitsLinksOut: permitsLinksOut(commandParameters),
  };
}

/** More than that does not fit into memory beside everything else, whatever the setting says. */
const MOST_EXTRACTED = 2 ** 30;

/** What an artifact may be that is a source of manifests. */
export function artifactLimits({ commandParameters }: Settings): ArtifactLimits {
  const types = commandParameters['reposerver.oci.layer.media.types'] || LAYER_TYPES;
  const isUnlimited = goFlag(commandParameters['reposerver.disable.oci.manifest.max.extracted.size'], false);
  const limit = byteSize(commandParameters['reposerver.oci.manifest.max.extracted.size'], 1e9);
  const extracted = isUnlimited ? MOST_EXTRACTED : limit;
  return {
    mediaTypes: types.split(',').map((type) => type.trim()),
    extracted: Math.min(extracted, MOST_EXTRACTED),
  };
}

/**
 * Bytes of all files of a chart that is a source itself. Without the setting as many as Helm takes of an archive: charts are
 * unpacked in memory.
 */
export function chartLimit({ commandParameters }: Settings): number {
  if (goFlag(commandParameters['reposerver.disable.helm.manifest.max.extracted.size'], false)) return MOST_EXTRACTED;
  const limit = byteSize(commandParameters['reposerver.helm.manifest.max.extracted.size'], CHART_LIMITS.all);
  return Math.min(limit, MOST_EXTRACTED);
}

/** More than that is not rendered from what somebody sends, whatever the setting says: it is held in memory. */
const MOST_UPLOADED = 256 * 2 ** 20;

/** Bytes of all files together that may be sent to be rendered. */
export function uploadLimit({ commandParameters }: Settings): number {
  return Math.min(byteSize(commandParameters['reposerver.streamed.manifest.max.extracted.size'], 1e9), MOST_UPLOADED);
}

function permitsLinksOut(commandParameters: Settings['commandParameters']): boolean {
  return goFlag(commandParameters['reposerver.allow.oob.symlinks'], false);
}

const BUILD_OPTIONS = /^kustomize\.buildOptions(?:\.(.+))?$/;

/** By the name of a version; the empty name stands for all (A16). */
function buildOptionsOf(cm: Settings['cm']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(cm).flatMap(([key, text]) => {
      const found = BUILD_OPTIONS.exec(key);
      return found === null ? [] : [[found[1] ?? '', text]];
    }),
  );
}

/** Absent: https and http. Empty: none. */
function schemesOf(text: string | undefined): readonly string[] {
  const schemes = (text ?? 'https,http').split(',').map((scheme) => scheme.trim());
  return schemes.filter((scheme) => scheme !== '');
}

function durationOr(text: string | undefined, fallback: number): number {
  const read = text === undefined ? undefined : readDuration(text);
  return read === undefined || read < 0 ? fallback : read;
}
