/** Refusals of an API server as faults: the code says which HTTP status, the causes go into the Status object's details. */
import { AppError } from '../../base/errors.ts';

/** One entry of `details.causes` of a Status. */
export interface FieldCause {
  /** Path as the server writes it, e.g. `spec.ports[0].port`. */
  readonly field: string;
  readonly message: string;
  /** e.g. `FieldValueInvalid`. */
  readonly reason: string;
}

export interface KubeFaultDetails {
  /** `kube.bad-request` 400, `kube.conflict` 409, `kube.invalid` 422, `kube.server-error` 500, `kube.too-large` 413. */
  readonly code: 'kube.bad-request' | 'kube.conflict' | 'kube.invalid' | 'kube.server-error' | 'kube.too-large';
  readonly message: string;
  readonly causes?: readonly FieldCause[];
}

/** The fault that makes a server answer with this message. Always the sender's to mend: kind `user`. */
export function kubeFault(details: KubeFaultDetails): AppError {
  return new AppError({
    code: details.code,
    kind: 'user',
    message: details.message,
    ...(details.causes && { cause: { causes: details.causes } }),
  });
}

/** The causes a fault made by `kubeFault` carries. */
export function causesOf(error: AppError): readonly FieldCause[] {
  const cause = error.cause;
  const causes = typeof cause === 'object' && cause !== null && 'causes' in cause ? cause.causes : undefined;
  return Array.isArray(causes) ? (causes as FieldCause[]) : [];
}
