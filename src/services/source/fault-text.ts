/** Faults in the words that Argo CD writes into a ComparisonError (recorded: scenarios on revisions and credentials). */
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import type { GitServerAnswer } from '../../ports/git.ts';
import { rpcStatusOf } from '../../render/render-fault.ts';

/** Why the refs of a repository could not be listed. */
export function refsText(error: unknown): string {
  return `failed to list refs: ${reasonText(error)}`;
}

const BRINGING = 'failed to initialize repository resources: rpc error: code = Internal desc = ';

/** Why a commit could not be brought here. A server that lacks it is told of in git's words, as Argo CD fetches it. */
export function fetchText(error: unknown, commit: string, depth?: number): string {
  const lacks = hasCode(error, 'git.missing-object');
  const reason = lacks ? fetchFailure(commit, depth, `remote error: upload-pack: not our ref ${commit}`) : undefined;
  return `${BRINGING}${stepText(lacks ? commit : '', depth)}: ${reason ?? messageOf(error)}`;
}

/** A shortened id that no commit has: to Argo CD it is an id, which git then takes for a name (3.6 source, recorded with 3.2). */
export function missingShortText(name: string, depth?: number): string {
  return `${BRINGING}${stepText(name, depth)}: ${fetchFailure(name, depth, `couldn't find remote ref ${name}`)}`;
}

/** A shallow fetch names its commit at once; otherwise one is named only where the fetch of everything did not bring it. */
function stepText(commit: string, depth: number | undefined): string {
  return commit === '' || depth !== undefined ? 'Failed to fetch default' : `Failed to checkout revision ${commit}`;
}

function fetchFailure(name: string, depth: number | undefined, reason: string): string {
  const extent = depth === undefined ? '--tags' : `--depth ${depth}`;
  return `\`git fetch origin ${name} ${extent} --force --prune\` failed exit status 128: fatal: ${reason}`;
}

export function missingRevisionText(targetRevision: string): string {
  return `unable to resolve '${targetRevision}' to a commit SHA: revision not found`;
}

/** The whole message of one source of several. */
export function sourceFailureText(
  text: string,
  place: { readonly index: number; readonly of: number; code: string },
): string {
  const source = `failed to generate manifest for source ${place.index + 1} of ${place.of}`;
  return `${source}: rpc error: code = ${rpcStatusOf(place.code)} desc = ${text}`;
}

function reasonText(error: unknown): string {
  const answer = error instanceof AppError ? answerOf(error) : undefined;
  if (answer?.status === 401) return `authentication required: ${answer.text}`;
  if (answer?.status === 403) return `authorization failed: ${answer.text}`;
  if (answer?.status === 404) return `repository not found: ${answer.text}`;
  return messageOf(error);
}

function answerOf(error: AppError): GitServerAnswer | undefined {
  const cause = error.cause as Partial<GitServerAnswer> | undefined;
  return typeof cause?.status === 'number' && typeof cause.text === 'string' ? (cause as GitServerAnswer) : undefined;
}
