/** gRPC's status codes, and faults in the words of its Go client, which stand in conditions. */
import { AppError, type ErrorKind } from '../../base/errors.ts';

const NAMES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

export type GrpcStatusName = (typeof NAMES)[number];

/** What cannot be read is Unknown. */
export function statusName(code: string | undefined): GrpcStatusName {
  return NAMES[/^\d{1,2}$/.test(code ?? '') ? Number(code) : 2] ?? 'Unknown';
}

/** `rpc error: code = … desc = …`. */
export function grpcFault(status: GrpcStatusName, description: string, cause?: unknown): AppError {
  const message = `rpc error: code = ${status} desc = ${description}`;
  return new AppError({ code: codeOf(status), kind: kindOf(status), message, cause });
}

function codeOf(status: GrpcStatusName): string {
  if (status === 'DeadlineExceeded') return 'plugin.timeout';
  if (status === 'Unavailable') return 'plugin.unreachable';
  return status === 'ResourceExhausted' ? 'plugin.too-large' : 'plugin.failed';
}

function kindOf(status: GrpcStatusName): ErrorKind {
  return status === 'DeadlineExceeded' || status === 'Unavailable' ? 'transient' : 'user';
}

/** `grpc-message` is percent-encoded UTF-8; what is no encoding stays as it is (gRPC over HTTP/2). */
export function decodeMessageText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
