/** Errors of a build, in Kustomize's words, with the place in a kustomization that they are about. */
import { AppError, type ErrorKind, messageOf } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

/** A server refused a URL that can be nothing but a file. */
export const HTTP_STATUS = 'kustomize.http-status';
/** A file that is no YAML: what else its name may stand for is of no interest. */
export const MALFORMED = 'kustomize.malformed-yaml';
/** Another repository cannot be had. Its kind is that of the reason. */
export const REPOSITORY = 'kustomize.repository';

/** A fault that says where, as far as it is known: `overlays/prod/kustomization.yaml: patches[1]`. */
export class KustomizeFault extends AppError {
  readonly place: string | undefined;

  constructor(details: {
    code: string;
    kind: ErrorKind;
    message: string;
    cause?: unknown;
    place?: string | undefined;
  }) {
    super(details);
    this.place = details.place;
  }
}

/** `kustomize.failed` (user). What caused it gives its place, and the code and kind of what is no fault of the text. */
export function kustomizeFault(message: string, cause?: unknown): KustomizeFault {
  const outer = cause instanceof KustomizeFault ? cause : undefined;
  const { code, kind } = outer ?? { code: 'kustomize.failed', kind: 'user' as const };
  return new KustomizeFault({ code, kind, message, place: outer?.place, ...(cause === undefined ? {} : { cause }) });
}

/** `kustomize.http-status` (user). */
export function statusFault(message: string): KustomizeFault {
  return new KustomizeFault({ code: HTTP_STATUS, kind: 'user', message });
}

/** `kustomize.malformed-yaml` (user). */
export function malformedFault(message: string, cause: unknown): KustomizeFault {
  return new KustomizeFault({ code: MALFORMED, kind: 'user', message, cause });
}

/** `kustomize.repository`. */
export function repositoryFault(message: string, kind: ErrorKind): KustomizeFault {
  return new KustomizeFault({ code: REPOSITORY, kind, message });
}

/** Puts words before those of whatever the work throws; what is no fault of the user goes through. */
export function explained<T>(before: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isUserFault(error) ? kustomizeFault(`${before}: ${messageOf(error)}`, error) : error;
  }
}

/** Says of what the work throws that it is about this place, unless a place further in is known. */
export function placed<T>(place: () => string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isUserFault(error) || (error instanceof KustomizeFault && error.place !== undefined)) throw error;
    const { code, kind, message } = error instanceof KustomizeFault ? error : kustomizeFault(error.message);
    throw new KustomizeFault({ code, kind, message, cause: error, place: place() });
  }
}

/** Faults of what was given, and of what it names elsewhere. */
export function isUserFault(error: unknown): error is AppError {
  return error instanceof AppError && (error.kind === 'user' || error.code === REPOSITORY);
}

/** What the work gives; undefined where it throws a fault of the user. */
export function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isUserFault(error)) return undefined;
    throw error;
  }
}

/** Puts the name of a transformer or generator, and what it was told, before the words of what it cannot work with. */
export function configured<T>(kind: string, config: unknown, work: () => T): T {
  return explained(`trouble configuring builtin ${kind} with config: \`\n${writeYaml(config as Json)}\``, work);
}
