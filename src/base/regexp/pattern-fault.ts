/** What is wrong with a pattern, as Go's regexp package words it. */
import { RE2JS } from 're2js';
import { messageOf } from '../errors.ts';

/** The sentence of Go's compiler, e.g. "error parsing regexp: missing closing ): `(`"; undefined for a valid pattern. */
export function patternFault(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    // Go shows the offending part always, here an empty one.
    return message.endsWith('`') ? message : `${message}: \`\``;
  }
}
