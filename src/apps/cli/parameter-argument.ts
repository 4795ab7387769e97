/** `--param NAME=VALUE`. */
import { AppError } from '../../base/errors.ts';

export interface ParameterArgument {
  readonly name: string;
  readonly value: string;
}

/** Throws `cli.parameter` (user) for what is no `name=value`. */
export function readParameters(texts: readonly string[]): readonly ParameterArgument[] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals > 0) return { name: text.slice(0, equals), value: text.slice(equals + 1) };
    const message = `Parameter should be NAME=VALUE, but instead got: ${text}`;
    throw new AppError({ code: 'cli.parameter', kind: 'user', message });
  });
}
