/**
 * Answers permission questions from the newest settings and projects; compiles policies once a snapshot. A policy that
 * cannot be read leaves only the built-in roles: nobody gains a right by a typing error.
 */
import type { AppProject } from '../../api/app-project/fields.ts';
import type { RbacResource } from '../../api/methods/method.ts';
import { messageOf } from '../../base/errors.ts';
import {
  createEnforcer as compile,
  type Enforcer,
  projectOfQuestion,
  projectPolicy,
  rbacSettings,
} from '../../engine/rbac/index.ts';
import type { LogPort } from '../../ports/log.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import type { Identity } from '../../services/accounts/index.ts';

export type Enforce = (identity: Identity, resource: RbacResource, action: string, object: string) => boolean;

interface Compiled {
  readonly settings: Settings;
  readonly enforcer: Enforcer;
  readonly scopes: readonly string[];
}

export function createEnforcer(installation: InstallationPort, log: LogPort): Enforce {
  let compiled: Compiled | undefined;
  const projects = new WeakMap<AppProject, ReturnType<typeof projectPolicy>>();

  function current(): Compiled {
    const { settings } = installation.current();
    if (compiled?.settings === settings) return compiled;
    compiled = compileSettings(settings, log);
    return compiled;
  }

  function policyOf(question: { readonly resource: string; readonly object: string }) {
    const project = installation.current().projects.get(projectOfQuestion(question) ?? '');
    if (!project) return undefined;
    const known = projects.get(project) ?? projectPolicy(project);
    projects.set(project, known);
    return known;
  }

  return (identity, resource, action, object) => {
    const { enforcer, scopes } = current();
    const groups = [
      ...identity.groups,
      ...scopes.filter((scope) => scope !== 'groups').flatMap((scope) => textsOf(identity.claims[scope])),
    ];
    const question = { resource, action, object };
    return enforcer.permits({ name: identity.subject, groups }, question, policyOf(question));
  };
}

function compileSettings(settings: Settings, log: LogPort): Compiled {
  try {
    const read = rbacSettings(settings.rbac);
    return { settings, enforcer: compile(read), scopes: read.scopes };
  } catch (error) {
    log.error('argocd-rbac-cm cannot be read: only the built-in roles count', { error: messageOf(error) });
    const read = rbacSettings({});
    return { settings, enforcer: compile(read), scopes: read.scopes };
  }
}

function textsOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}
