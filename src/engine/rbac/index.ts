/** Permissions: the only part of the engine that the API's faces import. */
export type { MatchMode } from './compile-policy.ts';
export {
  createEnforcer,
  type Enforcer,
  type ProjectPolicy,
  type RbacSettings,
  rbacSettings,
  type Subject,
} from './enforce.ts';
export { applicationObject, kindAction, resourceAction, scopedObject } from './objects.ts';
export { parsePolicy } from './parse-policy.ts';
export type { PermissionQuestion, PolicyLines, PolicyRule, RoleLink } from './policy-rule.ts';
export { projectOfQuestion, projectPolicy } from './project-policy.ts';
