/** How refs are asked for where an operator says so: tried again after faults that may pass, and not too many at a time (A23). */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import { Places } from '../../base/places.ts';
import type { GitPort } from '../../ports/git.ts';

export interface ListingManners {
  /** Tries in all; at least one. */
  readonly attempts: number;
  /** Milliseconds before the second try; each further pause is `factor` times as long, up to `longestPause` (0: any). */
  readonly pause: number;
  readonly factor: number;
  readonly longestPause: number;
  /** Questions at a time; 0: any number. */
  readonly atOnce: number;
}

/** The same port with these manners. A question that was refused is not asked again. */
export function withListingManners<Port extends GitPort>(git: Port, manners: ListingManners): Port {
  const places = manners.atOnce > 0 ? new Places(manners.atOnce) : undefined;
  const listRefs: GitPort['listRefs'] = async (remote, signal, prefixes) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const ask = () => git.listRefs(remote, signal, prefixes);
        return places === undefined ? await ask() : await places.with(ask);
      } catch (error) {
        const mayPass = error instanceof AppError && error.kind === 'transient' && signal?.aborted !== true;
        if (!mayPass || attempt >= manners.attempts) throw error;
        await sleep(pauseAfter(attempt, manners), undefined, signal === undefined ? {} : { signal });
      }
    }
  };
  return { ...git, listRefs };
}

function pauseAfter(attempt: number, { pause, factor, longestPause }: ListingManners): number {
  const wanted = pause * factor ** (attempt - 1);
  return longestPause > 0 ? Math.min(longestPause, wanted) : wanted;
}
