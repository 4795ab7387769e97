/** Why an action could not be done. */
import { AppError } from '../../base/errors.ts';

/**
 * - `action.unknown`: nothing of that name for the kind.
 * - `action.refused`: the action itself says no: a parameter is wrong, or the object is not in the state for it.
 * - `action.result`: a script gave back what is no result.
 */
export type ActionFaultCode = 'action.unknown' | 'action.refused' | 'action.result';

export function actionFault(code: ActionFaultCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: 'user', message, cause });
}
