/** Every refusal of the API as one error that carries the Status object a client receives. */
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';

export interface FaultDetails {
  readonly code: number;
  /** Machine-readable word, e.g. `NotFound`. */
  readonly reason: string;
  readonly message: string;
  readonly name?: string;
  readonly group?: string;
  /** The resource (plural), or the kind where the fault is about the content of an object. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly FieldCause[];
  readonly retryAfterSeconds?: number;
  /** Carries `details` although nothing stands in them. */
  readonly emptyDetails?: boolean;
  /** With which a list can be gone on with. */
  readonly continue?: string;
}

/** How each HTTP status is called in the catalogue of `ports/kube.ts`. */
const CODES: Readonly<Record<number, string>> = {
  400: 'kube.bad-request',
  401: 'kube.unauthorized',
  403: 'kube.forbidden',
  404: 'kube.not-found',
  405: 'kube.unsupported',
  406: 'kube.unsupported',
  409: 'kube.conflict',
  410: 'kube.gone',
  413: 'kube.too-large',
  415: 'kube.unsupported',
  422: 'kube.invalid',
  429: 'kube.too-many-requests',
  504: 'kube.timeout',
};

export class ApiFault extends AppError {
  readonly details: FaultDetails;

  constructor(details: FaultDetails) {
    const code =
      details.reason === 'AlreadyExists' ? 'kube.already-exists' : (CODES[details.code] ?? 'kube.server-error');
    super({ code, kind: details.code >= 500 ? 'terminal' : 'user', message: details.message });
    this.details = details;
  }
}

/** The Status object of a refusal, in the order of members in which a server writes them. */
export function statusOf(details: FaultDetails): JsonObject {
  const about = aboutOf(details);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: details.continue === undefined ? {} : { continue: details.continue },
    status: 'Failure',
    message: details.message,
    ...(details.reason && { reason: details.reason }),
    ...(about && { details: about }),
    code: details.code,
  };
}

function aboutOf(details: FaultDetails): JsonObject | undefined {
  const about = {
    ...(details.name && { name: details.name }),
    ...(details.group && { group: details.group }),
    ...(details.kind && { kind: details.kind }),
    ...(details.uid && { uid: details.uid }),
    ...(details.causes && details.causes.length > 0 && { causes: details.causes.map(causeOf) }),
    ...(details.retryAfterSeconds !== undefined && { retryAfterSeconds: details.retryAfterSeconds }),
  };
  return Object.keys(about).length > 0 || details.emptyDetails ? about : undefined;
}

function causeOf({ reason, message, field }: FieldCause): JsonObject {
  return { ...(reason && { reason }), ...(message && { message }), ...(field && { field }) };
}
