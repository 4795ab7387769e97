/** Anything thrown, as the answer to a request. */
import { AppError, messageOf } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { causesOf } from '../../kube/object/kube-fault.ts';
import { type FullAnswer, jsonAnswer } from '../requests/api-request.ts';
import { ApiFault, type FaultDetails, statusOf } from './api-fault.ts';
import { internalError } from './faults.ts';

/** Faults of the pure Kubernetes functions, which know no HTTP. */
const CODES: Readonly<Record<string, readonly [code: number, reason: string]>> = {
  'kube.bad-request': [400, 'BadRequest'],
  'kube.conflict': [409, 'Conflict'],
  'kube.invalid': [422, 'Invalid'],
  'kube.too-large': [413, 'RequestEntityTooLarge'],
  'kube.server-error': [500, ''],
};

/** A Status object with its code. */
export function faultAnswer(error: unknown): FullAnswer {
  const details = faultDetails(error);
  const answer = jsonAnswer(details.code, `${stringifyJson(statusOf(details))}\n`);
  if (details.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(details.retryAfterSeconds) } };
}

function faultDetails(error: unknown): FaultDetails {
  if (error instanceof ApiFault) return error.details;
  const known = error instanceof AppError && Object.hasOwn(CODES, error.code) ? CODES[error.code] : undefined;
  if (!known || !(error instanceof AppError)) return internalError(messageOf(error)).details;
  const [code, reason] = known;
  const causes = causesOf(error);
  return { code, reason, message: error.message, causes, emptyDetails: code === 422 && causes.length === 0 };
}
