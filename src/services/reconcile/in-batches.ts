/** Runs work over a list, some at a time, answers in the order of the list. */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  parallelism: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += parallelism) {
    answers.push(...(await Promise.all(items.slice(at, at + parallelism).map(work))));
  }
  return answers;
}
