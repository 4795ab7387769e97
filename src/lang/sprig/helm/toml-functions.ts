/** `toToml`, `mustToToml` and `fromToml`. */
import { ANY, type Budget, GoError, type GoFunction, type GoValue, STRING } from '../../go-value/index.ts';
import { define } from '../define.ts';
import { readToml } from '../encoding/toml-reader.ts';
import { tomlText } from '../encoding/toml-writer.ts';
import { errorMap } from './yaml-functions.ts';

/** What cannot be written is the text of the complaint; only a nil, on which the original panics, fails. */
function lenientText(value: GoValue, budget: Budget): string {
  try {
    return tomlText(value, budget);
  } catch (error) {
    if (error instanceof GoError && value !== null) return error.message;
    throw error;
  }
}

function readLenient(text: string, budget: Budget): GoValue {
  try {
    return readToml(text, budget);
  } catch (error) {
    if (error instanceof GoError) return errorMap(error.message);
    throw error;
  }
}

export const TOML_FUNCTIONS: readonly GoFunction[] = [
  define('toToml', [ANY], (args, { budget }) => lenientText(args.value(0), budget)),
  define('mustToToml', [ANY], (args, { budget }) => tomlText(args.value(0), budget)),
  define('fromToml', [STRING], (args, { budget }) => readLenient(args.text(0), budget)),
];
