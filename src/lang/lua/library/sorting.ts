/** Sorting by a question that may answer anything: it always ends, and asks for each pair at most once. */

/** Sorts a short list in place: each value moves left past those that it is less than. */
export function insertionSort<T>(list: T[], isLess: (left: T, right: T) => boolean): void {
  for (let end = 1; end < list.length; end++) {
    for (let place = end; place > 0 && isLess(list[place] as T, list[place - 1] as T); place--) {
      [list[place - 1], list[place]] = [list[place] as T, list[place - 1] as T];
    }
  }
}

/** Sorts a list in place by "is left less than right". */
export function mergeSort<T>(list: T[], isLess: (left: T, right: T) => boolean): void {
  const sorted = sortedCopy(list, isLess);
  for (let place = 0; place < list.length; place++) list[place] = sorted[place] as T;
}

function sortedCopy<T>(list: readonly T[], isLess: (left: T, right: T) => boolean): readonly T[] {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = sortedCopy(list.slice(0, middle), isLess);
  const right = sortedCopy(list.slice(middle), isLess);
  const merged: T[] = [];
  let [one, other] = [0, 0];
  while (one < left.length && other < right.length) {
    const later = isLess(right[other] as T, left[one] as T);
    merged.push((later ? right[other++] : left[one++]) as T);
  }
  return [...merged, ...left.slice(one), ...right.slice(other)];
}
