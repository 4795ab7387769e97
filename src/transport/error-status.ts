/** Which gRPC code and HTTP status a fault has on the wire (surface §1.6). One table for every face of the API. */
import { AppError } from '../base/errors.ts';

/** gRPC code names with number and the HTTP status the gateway gives them. */
export const GRPC = {
  Canceled: [1, 408],
  Unknown: [2, 500],
  InvalidArgument: [3, 400],
  DeadlineExceeded: [4, 504],
  NotFound: [5, 404],
  AlreadyExists: [6, 409],
  PermissionDenied: [7, 403],
  ResourceExhausted: [8, 429],
  FailedPrecondition: [9, 400],
  Aborted: [10, 409],
  OutOfRange: [11, 400],
  Unimplemented: [12, 501],
  Internal: [13, 500],
  Unavailable: [14, 503],
  DataLoss: [15, 500],
  Unauthenticated: [16, 401],
} as const;

export type GrpcCode = keyof typeof GRPC;

/** Codes of ours that are not decided by their kind alone. */
const BY_CODE: Readonly<Record<string, GrpcCode>> = {
  'kube.not-found': 'NotFound',
  'kube.already-exists': 'AlreadyExists',
  'kube.conflict': 'Aborted',
  'kube.invalid': 'InvalidArgument',
  'kube.bad-request': 'FailedPrecondition',
  'kube.forbidden': 'PermissionDenied',
  'kube.unauthorized': 'Unauthenticated',
  'kube.timeout': 'DeadlineExceeded',
  'kube.too-many-requests': 'ResourceExhausted',
  'accounts.invalid-credentials': 'Unauthenticated',
  'accounts.no-credentials': 'Unauthenticated',
  'accounts.refused': 'Unauthenticated',
  'accounts.token-login': 'Unauthenticated',
  'api.not-found': 'NotFound',
  // Plain Go errors, which the original gives no code (recordings 0b 16, 17).
  'api.invalid-selector': 'Unknown',
  'api.manifests': 'Unknown',
  'api.no-name': 'Unknown',
  'api.patch': 'Unknown',
  'api.repository': 'Unknown',
  'api.trust': 'Unknown',
  'api.not-compared': 'Unknown',
  'api.unresolved-revision': 'Unknown',
  'action.refused': 'Unknown',
  'action.result': 'Unknown',
  'action.unknown': 'Unknown',
  'lua.compile': 'Unknown',
  'lua.exhausted': 'Unknown',
  'lua.failed': 'Unknown',
  'lua.syntax': 'Unknown',
  'settings.invalid': 'Unknown',
  'write.denied': 'Unknown',
  'api.deadline': 'DeadlineExceeded',
  'api.required-field': 'Internal',
  'api.permission-denied': 'PermissionDenied',
  'api.blocked': 'PermissionDenied',
  'api.unauthenticated': 'Unauthenticated',
  'api.unimplemented': 'Unimplemented',
  'api.precondition': 'FailedPrecondition',
  'api.already-exists': 'AlreadyExists',
};

export interface WireError {
  readonly code: number;
  readonly httpStatus: number;
  readonly message: string;
}

/** A fault as clients see it. What is not an `AppError` is a defect of ours and shows no details. */
export function wireErrorOf(error: unknown): WireError {
  if (!(error instanceof AppError)) return { code: 13, httpStatus: 500, message: 'internal error' };
  const [code, httpStatus] = GRPC[grpcCodeOf(error)];
  const message = error.hint ? `${error.message}. ${error.hint}` : error.message;
  return { code, httpStatus, message };
}

function grpcCodeOf(error: AppError): GrpcCode {
  const known = Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code] : undefined;
  if (known) return known;
  if (error.kind === 'user') return 'InvalidArgument';
  return error.kind === 'transient' ? 'Unavailable' : 'Internal';
}
