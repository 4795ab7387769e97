/** Reading policy CSV as Argo CD's RBAC ConfigMap and projects hold it. */
import { AppError } from '../../base/errors.ts';
import { parseCsvLine } from './csv-line.ts';
import type { PolicyLines, PolicyRule, RoleLink } from './policy-rule.ts';

/**
 * The rules and role links of a policy text. Blank lines and lines that begin with `#` are skipped. Throws
 * `rbac.invalid-policy` (user), which names the line: a policy that is half understood must not be in force.
 */
export function parsePolicy(text: string): PolicyLines {
  const rules: PolicyRule[] = [];
  const links: RoleLink[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const fields = parseCsvLine(line);
    if (fields === undefined) throw invalid(index, line, 'a quote is not closed');
    if (fields[0] === 'p') rules.push(ruleOf(fields, index, line));
    else if (fields[0] === 'g') links.push(linkOf(fields, index, line));
    else throw invalid(index, line, 'it begins with neither p nor g');
  }
  return { rules, links };
}

function ruleOf(fields: readonly string[], index: number, line: string): PolicyRule {
  const [, subject = '', resource = '', action = '', object = '', effect = ''] = fields;
  if (fields.length !== 6) throw invalid(index, line, `a p line has 6 fields, not ${fields.length}`);
  if (effect !== 'allow' && effect !== 'deny') throw invalid(index, line, `the effect is allow or deny, not ${effect}`);
  return { subject, resource, action, object, effect };
}

function linkOf(fields: readonly string[], index: number, line: string): RoleLink {
  const [, member = '', role = ''] = fields;
  if (fields.length !== 3) throw invalid(index, line, `a g line has 3 fields, not ${fields.length}`);
  return { member, role };
}

function invalid(index: number, line: string, reason: string): AppError {
  return new AppError({
    code: 'rbac.invalid-policy',
    kind: 'user',
    message: `policy line ${index + 1} cannot be read, ${reason}: ${line}`,
  });
}
