/** Truth in settings, as Go's `strconv.ParseBool` reads it. */

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** `otherwise` where there is no text, or one that says neither. */
export function goFlag(text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined) return otherwise;
  return TRUE.includes(text) || (otherwise && !FALSE.includes(text));
}
