/** Times for people. Pure: now is an input. */

const STEPS: readonly (readonly [number, string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
  [1, 's'],
];

/** `3d`, `5h`, `12m`, `8s`; `now` below a second; empty without a time. */
export function age(time: string | null | undefined, now: number): string {
  const then = time ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(then)) return '';
  const seconds = Math.floor((now - then) / 1000);
  const step = STEPS.find(([size]) => seconds >= size);
  return step ? `${Math.floor(seconds / step[0])}${step[1]}` : 'now';
}

/** `3d ago`, or `just now`. */
export function ago(time: string | null | undefined, now: number): string {
  const text = age(time, now);
  return text === 'now' ? 'just now' : text === '' ? '' : `${text} ago`;
}

/** Commit ids are cut to seven digits; anything else stays. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}
