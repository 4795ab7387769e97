/** `coroutine.*` is there and says that it is not supported. */
import { type Library, library } from './library.ts';

const NAMES = ['create', 'isyieldable', 'resume', 'running', 'status', 'wrap', 'yield'];

export const COROUTINE_LIBRARY: Library = library(
  Object.fromEntries(
    NAMES.map((name) => [
      name,
      ({ machine }) => {
        throw machine.fault('coroutines are not supported');
      },
    ]),
  ),
);
