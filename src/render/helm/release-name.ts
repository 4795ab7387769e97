/** Names of releases. */
import { compileTemplates } from '../../lang/go-template/index.ts';
import { Budget, quote } from '../../lang/go-value/index.ts';
import { sprigTable } from '../../lang/sprig/index.ts';
import { helmFault } from './helm-fault.ts';
import type { TemplateInputs } from './template/render-templates.ts';

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

/** The name that a template gives (`--name-template`). */
export function templatedReleaseName(text: string, moment: Pick<TemplateInputs, 'now' | 'random' | 'clock'>): string {
  const name = 'name-template';
  return compileTemplates([{ name, text }], sprigTable()).execute(name, null, { budget: new Budget(), ...moment });
}
