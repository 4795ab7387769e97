/** Names of releases. */
import { quote } from '../../lang/go-value/index.ts';
import { helmFault } from './helm-fault.ts';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST = 53;

/** Throws `helm.invalid-option` with Helm's words. */
export function checkReleaseName(name: string, helm: 3 | 4): void {
  if (name.length <= LONGEST && NAME.test(name)) return;
  const prefix = helm === 4 ? 'release name check failed: ' : '';
  const rule = `must match regex ${NAME.source} and the length must not be longer than ${LONGEST}`;
  const reason = name === '' ? 'no name provided' : `invalid release name, ${rule}`;
  throw helmFault('helm.invalid-option', `${prefix}release name ${quote(name)}: ${reason}`);
}
