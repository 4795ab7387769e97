/** Flags that may stand several times. */

/** Each time the flag stands there; the first replaces what it is without. */
export function collected(without: readonly string[]): (text: string, before?: readonly string[]) => readonly string[] {
  return (text, before) => [...(before === undefined || before === without ? [] : before), text];
}

/** Several in one, too: `1,2`. */
export function separated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',')];
}
