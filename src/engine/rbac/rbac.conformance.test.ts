/** Recorded answers of `argocd admin settings rbac can` and `validate`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createEnforcer, parsePolicy, rbacSettings } from './index.ts';

const FILE = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'api', 'rbac.json');

interface RecordedPolicy {
  readonly csv: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly defaultRole: string;
  readonly matchMode: string;
}

interface Evaluation {
  readonly policy: string;
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly object: string;
  readonly allowed?: boolean;
  readonly flags?: readonly string[];
}

interface Recorded {
  readonly policies: Readonly<Record<string, RecordedPolicy>>;
  readonly evaluations: readonly Evaluation[];
  readonly validations: readonly { readonly name: string; readonly file: string; readonly exit: number }[];
}

const recorded: Recorded = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as Recorded)
  : { policies: {}, evaluations: [], validations: [] };
/** Questions that the CLI itself refuses or answers with flags of its own are not the policy's. */
const asked = recorded.evaluations.filter(({ allowed, flags }) => allowed !== undefined && flags === undefined);
const policyFiles = recorded.validations.filter(({ name }) => name !== 'empty' && !name.startsWith('configMap'));

/** The command takes short names of resources, and asks for any Application where it is given none. */
const SHORT: Readonly<Record<string, string>> = { proj: 'projects', repo: 'repositories', account: 'accounts' };

function questionOf({ resource, action, object }: Evaluation) {
  const any = resource === 'applications' && (object === '' || object === '*');
  return { resource: SHORT[resource] ?? resource, action, object: any ? '*/*' : object };
}

describe.skipIf(!existsSync(FILE))('recorded permissions', () => {
  test.each(asked.map((it) => [`${it.policy}: ${it.subject} ${it.action} ${it.resource} ${it.object}`, it] as const))(
    '%s',
    (_name, evaluation) => {
      const policy = recorded.policies[evaluation.policy];
      const settings = rbacSettings({
        'policy.csv': policy?.csv ?? '',
        ...policy?.more,
        'policy.default': policy?.defaultRole ?? '',
        'policy.matchMode': policy?.matchMode ?? '',
      });
      const question = questionOf(evaluation);
      const permitted = createEnforcer(settings).permits({ name: evaluation.subject, groups: [] }, question);
      expect(permitted).toBe(evaluation.allowed);
    },
  );

  test.each(policyFiles.map((it) => [it.name, it] as const))('validation: %s', (_name, { file, exit }) => {
    const read = () => parsePolicy(file);
    if (exit === 0) expect(read).not.toThrow();
    else expect(read).toThrow();
  });
});
