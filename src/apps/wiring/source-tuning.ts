/**
 * How patient the source service is, as operators of Argo CD tell its repository server: by variables of the process, some of
 * which `argocd-cmd-params-cm` gives (A21, A23). Read once at the start.
 */
import type { GitCliOptions } from '../../adapters/git-cli/git-cli.ts';
import type { ListingManners } from '../../adapters/git-cli/listing-manners.ts';
import { byteSize } from '../../base/byte-size.ts';
import { readDuration } from '../../base/duration.ts';
import type { PauseLimits } from '../../services/source/index.ts';
import { type ConfiguredEgress, readEgress } from './configured-egress.ts';

export interface SourceTuning {
  readonly git: Required<
    Pick<GitCliOptions, 'requestTimeout' | 'fetchTimeout' | 'grace' | 'repositoryLimit' | 'diskBudget'>
  >;
  readonly listing: ListingManners;
  readonly failurePause: PauseLimits;
  /** Renders that are made at a time; 0: any number. */
  readonly rendersAtOnce: number;
  /** Bytes of a Helm repository's index. */
  readonly maxIndexSize: number;
  /** Which servers sources may be read from. */
  readonly egress: ConfiguredEgress;
  /** What projects say of signatures is not heeded. */
  readonly ignoresSignatures: boolean;
}

const USUAL_INDEX = 128 * 2 ** 20;
/** It is read as a whole. */
const LARGEST_INDEX = 512 * 2 ** 20;
const GIBIBYTE = 2 ** 30;

type Texts = Readonly<Record<string, string | undefined>>;

/** What cannot be read, or is less than may be, is the default; a variable goes before the ConfigMap. Throws `settings.egress` (user). */
export function sourceTuning(environment: Texts, commandParameters: Texts): SourceTuning {
  const text = (variable: string, key?: string): string => {
    return environment[variable] || (key === undefined ? '' : (commandParameters[key] ?? ''));
  };
  return {
    git: {
      requestTimeout: duration(text('ARGOCD_GIT_REQUEST_TIMEOUT', 'reposerver.git.request.timeout'), 15_000, 1),
      fetchTimeout: duration(text('ARGOCD_EXEC_TIMEOUT'), 90_000, 1),
      grace: duration(text('ARGOCD_EXEC_FATAL_TIMEOUT'), 10_000, 1),
      repositoryLimit: byteSize(text('TIPHYS_GIT_REPOSITORY_LIMIT'), 4 * GIBIBYTE),
      diskBudget: byteSize(text('TIPHYS_GIT_DISK_LIMIT'), 16 * GIBIBYTE),
    },
    listing: {
      attempts: Math.max(1, whole(text('ARGOCD_GIT_ATTEMPTS_COUNT'), 1)),
      pause: duration(text('ARGOCD_GIT_RETRY_DURATION'), 250),
      factor: whole(text('ARGOCD_GIT_RETRY_FACTOR'), 2),
      longestPause: duration(text('ARGOCD_GIT_RETRY_MAX_DURATION'), 10_000),
      atOnce: whole(text('ARGOCD_GIT_LS_REMOTE_PARALLELISM_LIMIT', 'reposerver.git.lsremote.parallelism.limit'), 0),
    },
    failurePause: {
      attempts: whole(text('ARGOCD_PAUSE_GEN_AFTER_FAILED_ATTEMPTS'), 3),
      time: whole(text('ARGOCD_PAUSE_GEN_MINUTES'), 60) * 60_000,
      answers: whole(text('ARGOCD_PAUSE_GEN_REQUESTS'), 0),
    },
    rendersAtOnce: whole(text('ARGOCD_REPO_SERVER_PARALLELISM_LIMIT', 'reposerver.parallelism.limit'), 0),
    maxIndexSize: Math.min(
      byteSize(text('ARGOCD_REPO_SERVER_HELM_MANIFEST_MAX_INDEX_SIZE'), USUAL_INDEX),
      LARGEST_INDEX,
    ),
    egress: readEgress(text('TIPHYS_EGRESS', 'reposerver.egress')) ?? 'any',
    ignoresSignatures: ['false', 'no'].includes(text('ARGOCD_GPG_ENABLED').toLowerCase()),
  };
}

function whole(text: string, otherwise: number): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

function duration(text: string, otherwise: number, least = 0): number {
  const read = readDuration(text);
  return read === undefined || read < least ? otherwise : read;
}
