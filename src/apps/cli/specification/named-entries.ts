/** `name=value` flags, and lists in which each name stands once. Pure. */
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** At the first `=`. Throws `cli.fatal` (user): `expected WHAT but received: TEXT`. */
export function splitNamed(text: string, what: string): NamedText {
  const equals = text.indexOf('=');
  if (equals >= 0) return { name: text.slice(0, equals), text: text.slice(equals + 1) };
  throw new AppError({ code: FATAL, kind: 'user', message: `expected ${what} but received: ${text}` });
}

/** In the place of the one of that name, or at the end. */
export function withEntry<T extends { readonly name?: string | undefined }>(
  entries: readonly T[] | undefined,
  entry: T,
): readonly T[] {
  const at = (entries ?? []).findIndex(({ name }) => name === entry.name);
  return at < 0 ? [...(entries ?? []), entry] : (entries ?? []).with(at, entry);
}
