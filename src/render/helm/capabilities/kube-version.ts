/** The version of Kubernetes that templates see. */
import { helmFault } from '../helm-fault.ts';

export interface KubeVersion {
  /** As given, with a `v` before it: `v1.33.4-gke.1245000`. */
  readonly version: string;
  /** Without what stands behind the numbers: what `kubeVersion` of Chart.yaml is compared with. */
  readonly plain: string;
  readonly major: string;
  readonly minor: string;
}

const GENERIC = /^\s*v?([0-9]+(?:\.[0-9]+)*)(.*)$/s;

/** From `1.33`, `v1.33.0`, `1.33.4-gke.1`. Throws `helm.invalid-option` with Helm's words. */
export function parseKubeVersion(text: string, helm: 3 | 4): KubeVersion {
  const parts = partsOf(text);
  const plain = `v${parts.join('.')}`;
  const whole = text.startsWith('v') ? text : `v${text}`;
  return { version: helm === 4 ? whole : plain, plain, major: String(parts[0]), minor: String(parts[1]) };
}

/** As Kubernetes' own parser: at least two numbers without leading zeros; zeros are added up to three. */
function partsOf(text: string): readonly (number | bigint)[] {
  const numbers = GENERIC.exec(text)?.[1];
  if (numbers === undefined) throw invalid(text, `could not parse ${JSON.stringify(text)} as version`);
  const components = numbers.split('.');
  if (components.length < 2) throw invalid(text, `illegal version string ${JSON.stringify(numbers)}`);
  const parts = components.map((component) => {
    if (component.length > 1 && component.startsWith('0')) {
      throw invalid(
        text,
        `illegal zero-prefixed version component ${JSON.stringify(component)} in ${JSON.stringify(text)}`,
      );
    }
    return BigInt(component);
  });
  while (parts.length < 3) parts.push(0n);
  return parts;
}

function invalid(text: string, reason: string): Error {
  return helmFault('helm.invalid-option', `invalid kube version '${text}': ${reason}`);
}
