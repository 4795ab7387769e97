/** What a project's roles add to the policy (features F6). */
import type { AppProject } from '../../api/app-project/fields.ts';
import type { ProjectPolicy } from './enforce.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyLines, PolicyRule } from './policy-rule.ts';

/**
 * Rules of a project's roles, their groups, and the right of each role to read its project. A line that cannot be read, or
 * whose object is outside the project, is left out: a project must not give rights elsewhere.
 */
export function projectPolicy(project: AppProject): ProjectPolicy {
  const name = project.metadata.name ?? '';
  const roles = project.spec.roles ?? [];
  return {
    name,
    policy: {
      rules: roles.flatMap((role) => {
        const subject = `proj:${name}:${role.name}`;
        const read: PolicyRule = { subject, resource: 'projects', action: 'get', object: name, effect: 'allow' };
        return [read, ...(role.policies ?? []).flatMap((line) => rulesWithin(line, subject, name))];
      }),
      links: roles.flatMap(({ name: role, groups }) =>
        (groups ?? []).map((member) => ({ member, role: `proj:${name}:${role}` })),
      ),
    },
  };
}

function rulesWithin(line: string, subject: string, project: string): readonly PolicyRule[] {
  return readable(line).rules.filter(
    (rule) => rule.subject === subject && (rule.object === project || rule.object.startsWith(`${project}/`)),
  );
}

function readable(line: string): PolicyLines {
  try {
    return parsePolicy(line);
  } catch {
    return { rules: [], links: [] };
  }
}

const IN_PROJECT = [
  'applications',
  'applicationsets',
  'repositories',
  'write-repositories',
  'clusters',
  'logs',
  'exec',
];

/** Name of the project that a question is about; undefined where it is about none. */
export function projectOfQuestion(question: {
  readonly resource: string;
  readonly object: string;
}): string | undefined {
  if (question.resource === 'projects') return question.object;
  const slash = question.object.indexOf('/');
  return slash > 0 && IN_PROJECT.includes(question.resource) ? question.object.slice(0, slash) : undefined;
}
