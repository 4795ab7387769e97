/** The refusals of the API with the words a real server uses (apimachinery's `errors` package; recorded answers in tests). */
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { ApiFault } from './api-fault.ts';

/** A resource as messages name it. */
export interface NamedResource {
  readonly group: string;
  readonly plural: string;
}

/** `deployments.apps`, or `pods` of the core group. */
export function qualified(group: string, name: string): string {
  return group === '' ? name : `${name}.${group}`;
}

export function notFound({ group, plural }: NamedResource, name: string): ApiFault {
  const message = `${qualified(group, plural)} "${name}" not found`;
  return new ApiFault({ code: 404, reason: 'NotFound', message, name, group, kind: plural });
}

/** No such path. */
export function noSuchResource(): ApiFault {
  return new ApiFault({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    emptyDetails: true,
  });
}

export function alreadyExists({ group, plural }: NamedResource, name: string): ApiFault {
  const message = `${qualified(group, plural)} "${name}" already exists`;
  return new ApiFault({ code: 409, reason: 'AlreadyExists', message, name, group, kind: plural });
}

export function conflict({ group, plural }: NamedResource, name: string, why: string): ApiFault {
  const message = `Operation cannot be fulfilled on ${qualified(group, plural)} "${name}": ${why}`;
  return new ApiFault({ code: 409, reason: 'Conflict', message, name, group, kind: plural });
}

/** An object of that name waits for its end. */
export function stillThere(resource: NamedResource, name: string): ApiFault {
  const { details } = alreadyExists(resource, name);
  return new ApiFault({ ...details, message: `object is being deleted: ${details.message}` });
}

/** The name that was generated for an object is taken. */
export function noFreeName(resource: NamedResource, name: string): ApiFault {
  const { details } = alreadyExists(resource, name);
  const message = `${details.message}, the server was not able to generate a unique name for the object`;
  return new ApiFault({ ...details, message, retryAfterSeconds: 1 });
}

/** The object changed since the version that the request is based on. */
export function staleVersion(resource: NamedResource, name: string): ApiFault {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(resource, name, why);
}

export function forbidden(resource: NamedResource, name: string, why: string): ApiFault {
  return forbiddenFor(resource, name, { why });
}

export function forbiddenFor(
  { group, plural }: NamedResource,
  name: string,
  details: { readonly why: string; readonly causes?: readonly FieldCause[] },
): ApiFault {
  const message =
    name === ''
      ? `${qualified(group, plural)} is forbidden: ${details.why}`
      : `${qualified(group, plural)} "${name}" is forbidden: ${details.why}`;
  const { causes } = details;
  return new ApiFault({
    code: 403,
    reason: 'Forbidden',
    message,
    name,
    group,
    kind: plural,
    ...(causes && { causes }),
  });
}

/** The content of an object is refused, with one cause per place. */
export function invalid(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly FieldCause[],
): ApiFault {
  const lines = [...new Set(causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message}` : cause.message)))];
  const why = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  // Events of both groups are the same kind inside, that of the core group.
  const group = kind.group === 'events.k8s.io' ? '' : kind.group;
  const message = `${qualified(group, kind.kind)} "${name}" is invalid${lines.length > 0 ? `: ${why}` : ''}`;
  return new ApiFault({ code: 422, reason: 'Invalid', message, name, group, kind: kind.kind, causes });
}

export function badRequest(message: string): ApiFault {
  return new ApiFault({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): ApiFault {
  return new ApiFault({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

export function methodNotAllowed(): ApiFault {
  return new ApiFault({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    emptyDetails: true,
  });
}

/** Custom kinds name the verb. */
export function verbNotSupported({ group, plural }: NamedResource, verb: string): ApiFault {
  const message = `${verb} is not supported on resources of kind "${qualified(group, plural)}"`;
  return new ApiFault({ code: 405, reason: 'MethodNotAllowed', message, group, kind: plural });
}

/** No form of the answer is of any type that the client takes. */
export function nothingAcceptable(accepted: readonly string[]): ApiFault {
  const message = `406: Not Acceptable\n\nAvailable representations: ${accepted.join(', ')}`;
  return new ApiFault({ code: 406, reason: 'NotAcceptable', message, emptyDetails: true });
}

export function notAcceptable(accepted: readonly string[]): ApiFault {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new ApiFault({ code: 406, reason: 'NotAcceptable', message });
}

export function unsupportedMediaType(accepted: readonly string[]): ApiFault {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new ApiFault({ code: 415, reason: 'UnsupportedMediaType', message });
}

/** A patch of a type that no route takes. */
export function noPatchType(): ApiFault {
  return new ApiFault({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
    emptyDetails: true,
  });
}

/** The version asked for is no longer known; with a token the client may go on with what is there now. */
export function expired(message: string, token?: string): ApiFault {
  return new ApiFault({ code: 410, reason: 'Expired', message, ...(token !== undefined && { continue: token }) });
}

export function tooLarge(message: string): ApiFault {
  return new ApiFault({ code: 413, reason: 'RequestEntityTooLarge', message });
}

export function internalError(message: string): ApiFault {
  const text = `Internal error occurred: ${message}`;
  return new ApiFault({
    code: 500,
    reason: 'InternalError',
    message: text,
    causes: [{ reason: '', message, field: '' }],
  });
}
