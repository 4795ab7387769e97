/** How much a render may read and ask before it leaves the main thread. */
import type { Answer, RenderInputs } from '../../render/contract.ts';

export interface InlineLimits {
  /** Bytes of files together. */
  readonly bytes: number;
  /** Questions about paths, each counting the folders on the way. */
  readonly steps: number;
  /** Whether work may be done that takes long. */
  readonly computing: boolean;
}

/** About 50 ms of either. */
export const INLINE_LIMITS: InlineLimits = { bytes: 160 * 1024, steps: 100_000, computing: false };

export interface LimitedInputs {
  /** Like the given ones until a limit is exceeded; then everything is missing, and the attempt ends. */
  readonly inputs: RenderInputs;
  readonly exceeded: () => boolean;
  /** Before each further attempt: files are read anew, while questions add up. */
  again(): void;
}

export function limitedInputs(inputs: RenderInputs, limits: InlineLimits): LimitedInputs {
  let bytes = 0;
  let steps = 0;
  let leaves = false;
  const exceeded = (): boolean => leaves || bytes > limits.bytes || steps > limits.steps;
  function unless<T>(answer: () => Answer<T>): Answer<T> {
    return exceeded() ? { kind: 'needed', needs: [] } : answer();
  }
  const walk = (path: string): void => {
    steps += path.split('/').length;
  };
  return {
    exceeded,
    again() {
      bytes = 0;
    },
    inputs: {
      ...inputs,
      entry(path, reference) {
        walk(path);
        return unless(() => inputs.entry(path, reference));
      },
      listing(path, reference) {
        walk(path);
        const answer = unless(() => inputs.listing(path, reference));
        if (answer.kind === 'known') steps += answer.value?.length ?? 0;
        return unless(() => answer);
      },
      computing() {
        leaves ||= !limits.computing;
        return unless(() => inputs.computing());
      },
      content(oid, limit, reference) {
        const answer = inputs.content(oid, limit, reference);
        if (answer.kind === 'known' && answer.value !== 'too-large') bytes += answer.value.length;
        return unless(() => answer);
      },
    },
  };
}
