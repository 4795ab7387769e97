/** The files of one push, sorted once, so that thousands of Applications can ask which of their paths they touch. */
import { matchPath } from '../../base/glob/path-match.ts';

/** Characters of patterns times characters of files that are compared for one push: half a second at most. */
const MOST_COMPARED = 10_000_000;
const PATTERN = /[*?[\\]/;

/** As `touchesPaths` decides it for each file, but that a push which would cost too much to compare touches every path. */
export class TouchedFiles {
  readonly #files: readonly string[];
  #left = MOST_COMPARED;

  constructor(files: readonly string[]) {
    this.#files = files.toSorted(compare);
  }

  /** Whether one of them is one of the paths, lies in one, or fits one as a pattern. Without files: true, they are unknown. */
  touch(paths: readonly string[]): boolean {
    return this.#files.length === 0 || paths.some((path) => path === '' || this.#lieAt(path) || this.#fit(path));
  }

  #lieAt(path: string): boolean {
    return (
      this.#files[this.#from(path)] === path || this.#files[this.#from(`${path}/`)]?.startsWith(`${path}/`) === true
    );
  }

  #fit(path: string): boolean {
    const end = path.search(PATTERN);
    if (end < 0) return false;
    const beginning = path.slice(0, end);
    for (let at = this.#from(beginning); at < this.#files.length; at++) {
      const file = this.#files[at] ?? '';
      if (!file.startsWith(beginning)) return false;
      this.#left -= file.length * path.length;
      if (this.#left < 0 || matchPath(path, file) === 'match') return true;
    }
    return false;
  }

  /** Index of the first file that is not before a text. */
  #from(text: string): number {
    let [low, high] = [0, this.#files.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#files[middle] ?? '', text) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
