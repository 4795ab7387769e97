/** Faults in the words that Argo CD writes into a ComparisonError (recorded: scenarios on revisions and credentials). */
import { AppError, messageOf } from '../../base/errors.ts';
import type { GitServerAnswer } from '../../ports/git.ts';
import { rpcStatusOf } from '../../render/render-fault.ts';

/** Why the refs of a repository could not be listed. */
export function refsText(error: unknown): string {
  return `failed to list refs: ${reasonText(error)}`;
}

/** Why a commit could not be brought here. */
export function fetchText(error: unknown, commit: string): string {
  const step = 'failed to initialize repository resources: rpc error: code = Internal desc = ';
  return `${step}Failed to fetch ${commit}: ${messageOf(error)}`;
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
