/** From a refusing answer of an API server to our own codes: by `reason`, else by HTTP status, never by text. */
import { AppError, type ErrorKind } from '../../base/errors.ts';
import { isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeErrorCode, StatusCause } from '../../ports/kube.ts';

/** Reasons of `metav1.Status` (Kubernetes API conventions, "Response Status Kind"). */
const BY_REASON: Readonly<Record<string, KubeErrorCode>> = {
  NotFound: 'kube.not-found',
  AlreadyExists: 'kube.already-exists',
  Conflict: 'kube.conflict',
  Invalid: 'kube.invalid',
  BadRequest: 'kube.bad-request',
  Forbidden: 'kube.forbidden',
  Unauthorized: 'kube.unauthorized',
  Gone: 'kube.gone',
  Expired: 'kube.gone',
  TooManyRequests: 'kube.too-many-requests',
  MethodNotAllowed: 'kube.unsupported',
  NotAcceptable: 'kube.unsupported',
  UnsupportedMediaType: 'kube.unsupported',
  RequestEntityTooLarge: 'kube.too-large',
  InternalError: 'kube.server-error',
  ServiceUnavailable: 'kube.unavailable',
  Timeout: 'kube.timeout',
  ServerTimeout: 'kube.timeout',
};

const BY_HTTP: Readonly<Record<number, KubeErrorCode>> = {
  400: 'kube.bad-request',
  401: 'kube.unauthorized',
  403: 'kube.forbidden',
  404: 'kube.not-found',
  405: 'kube.unsupported',
  406: 'kube.unsupported',
  408: 'kube.timeout',
  409: 'kube.conflict',
  410: 'kube.gone',
  413: 'kube.too-large',
  415: 'kube.unsupported',
  422: 'kube.invalid',
  429: 'kube.too-many-requests',
  502: 'kube.unavailable',
  503: 'kube.unavailable',
  504: 'kube.timeout',
};

const TRANSIENT: ReadonlySet<KubeErrorCode> = new Set<KubeErrorCode>([
  'kube.conflict',
  'kube.gone',
  'kube.too-many-requests',
  'kube.server-error',
  'kube.unavailable',
  'kube.unreachable',
  'kube.timeout',
]);

/** A fault of this code; its kind follows from the code. */
export function kubeError(
  code: KubeErrorCode,
  message: string,
  details?: { hint?: string; cause?: unknown },
): AppError {
  const kind: ErrorKind = TRANSIENT.has(code) ? 'transient' : 'user';
  return new AppError({ code, kind, message, ...details });
}

/** The fault that a Status object tells. `httpStatus` decides where the Status has no known reason. */
export function errorOfStatus(status: JsonObject, httpStatus: number, request: string): AppError {
  const reason = textAt(status, 'reason') ?? '';
  const cause: StatusCause = { status, httpStatus };
  const message = textAt(status, 'message') || `${request}: the API server answered ${httpStatus} ${reason}`.trimEnd();
  return kubeError(codeOf(reason, httpStatus), message, { cause });
}

/** The fault of an answer that is no Status, as a proxy in between gives. The body is not repeated: it can hold anything. */
export function errorOfAnswer(body: unknown, httpStatus: number, request: string): AppError {
  const status: JsonObject =
    isObject(body) && body['kind'] === 'Status' ? body : { kind: 'Status', status: 'Failure', code: httpStatus };
  return errorOfStatus(status, httpStatus, request);
}

/** The Status behind a fault, for details such as conflicting fields; undefined where the server did not answer. */
export function statusOf(error: unknown): StatusCause | undefined {
  if (!(error instanceof AppError)) return undefined;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'httpStatus' in cause ? (cause as StatusCause) : undefined;
}

function codeOf(reason: string, httpStatus: number): KubeErrorCode {
  if (Object.hasOwn(BY_REASON, reason)) return BY_REASON[reason] ?? 'kube.server-error';
  const known = BY_HTTP[httpStatus];
  if (known) return known;
  return httpStatus >= 500 ? 'kube.server-error' : 'kube.bad-request';
}
