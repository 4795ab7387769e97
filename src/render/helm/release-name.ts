/** Names of releases. */
import { quote } from '../../lang/go-value/index.ts';
import { baseName } from './archive/clean-path.ts';
import { helmFault } from './helm-fault.ts';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST = 53;

/** Throws `helm.invalid-option` with Helm's words. */
export function checkReleaseName(name: string, helm: 3 | 4): void {
  if (name.length <= LONGEST && NAME.test(name)) return;
  const prefix = helm === 4 ? 'release name check failed: ' : '';
  const rule = `must match regex ${NAME.source} and the length must not be longer than ${LONGEST}`;
  const reason = name === '' ? 'release name is invalid: ' : `release name ${quote(name)}: invalid release name, ${rule}`;
  throw helmFault('helm.invalid-option', `${prefix}${reason}`);
}

/** `--generate-name`: the chart's file name up to its first dot, and the second of the start. */
export function generatedName(chart: string, seconds: number): string {
  const base = baseName(chart);
  const stem = base === '.' || base === '' ? 'chart' : base;
  const dot = stem.indexOf('.');
  return `${dot < 0 ? stem : stem.slice(0, dot)}-${seconds}`;
}
