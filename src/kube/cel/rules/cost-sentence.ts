/** How far an estimate is over its limit, in the words of the API server. */
export function costSentence(name: string, cost: bigint, limit: bigint): string {
  const hint =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  return `${name} exceeds budget by factor of ${factorText(Number(cost) / Number(limit))} (${hint})`;
}

/** A little more than the limit is told exactly, so that it never reads 1.0. */
function factorText(factor: number): string {
  if (factor > 100) return 'more than 100x';
  return factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`;
}
