/** `io.*`: writing goes nowhere, and there are no files. */
import { type LuaValue, NOTHING, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { type Library, library } from './library.ts';
import { NO_FILES, refused } from './refused.ts';

const FILES = ['close', 'input', 'lines', 'open', 'output', 'popen', 'read', 'tmpfile'];

export const IO_LIBRARY: Library = new Map<string, LuaValue>([
  ...library(Object.fromEntries(FILES.map((name) => [name, refused(`io.${name}`, NO_FILES)]))),
  ...library({ flush: () => NOTHING, type: () => undefined, write }),
]);

/** Functions without a prefix that come with `io`. */
export const FILE_FUNCTIONS: Library = library({
  dofile: refused('dofile', NO_FILES),
  loadfile: (args) => [undefined, `can not open file: ${args.string(1)}`],
});

function write(args: Arguments): Results {
  for (let position = 1; position <= args.count; position++) args.oneOf(position, 'number', 'string');
  return true;
}
