/** `channel.*`: channels join programs that run beside one another, and a script runs alone. */
import { type Library, library } from './library.ts';
import { refused } from './refused.ts';

const ALONE = 'a script runs alone';

export const CHANNEL_LIBRARY: Library = library({
  make: refused('channel.make', ALONE),
  select: refused('channel.select', ALONE),
});
