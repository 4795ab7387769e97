/** Which servers an operator permits sources to be read from: `--egress`, `TIPHYS_EGRESS`, `reposerver.egress`. */
import { AppError } from '../../base/errors.ts';

export type ConfiguredEgress = 'any' | 'public';

/** Undefined for an empty text. Throws `settings.egress` (user): a rule that was misspelt must not permit everything. */
export function readEgress(text: string): ConfiguredEgress | undefined {
  const rule = text.trim();
  if (rule === '') return undefined;
  if (rule === 'any' || rule === 'public') return rule;
  const hint = 'set --egress, TIPHYS_EGRESS and reposerver.egress to any or public';
  const message = `servers of sources: the rule is any or public, not ${JSON.stringify(rule)}`;
  throw new AppError({ code: 'settings.egress', kind: 'user', message, hint });
}
