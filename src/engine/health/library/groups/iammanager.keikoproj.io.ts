import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { byState, count, firstOf, inGroup, type StateCase, text } from '../vocabulary/index.ts';

const failed: StateCase = (_state, object) => {
  const retries = count(object, 'status.retryCount') ?? 0;
  const retry = retries > 0 ? `(retry ${retries}) ` : '';
  const error = text(object, 'status.errorDescription');
  const cause = error === undefined ? '' : ` Reconciliation error was: ${error}`;
  const { name, arn, id } = partsOf(object);
  const message = `Failed to reconcile the Iamrole ${retry}for role '${name}' with ARN '${arn}' and ID '${id}'.${cause}`;
  return health('Degraded', message);
};

const ready: StateCase = (_state, object) => {
  const { name, arn, id } = partsOf(object);
  return health('Healthy', `Role '${name}' exists with ARN '${arn}' and ID '${id}'.`);
};

function partsOf(object: KubeObject): { readonly name: string; readonly arn: string; readonly id: string } {
  const part = (field: string) => text(object, `status.${field}`) ?? '<none>';
  return { name: part('roleName'), arn: part('roleARN'), id: part('roleID') };
}

/** IAM manager of Keiko. */
export const IAMMANAGER_KEIKOPROJ_IO = inGroup('iammanager.keikoproj.io', {
  Iamrole: firstOf(
    [
      byState('status.state', {
        Ready: ready,
        Error: failed,
        RolesMaxLimitReached: failed,
        PolicyNotAllowed: failed,
        RoleNameNotAvailable: failed,
      }),
    ],
    health('Progressing', 'Waiting for Iamrole to be reconciled'),
  ),
});
