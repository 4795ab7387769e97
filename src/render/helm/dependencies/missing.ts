/** Dependencies of Chart.yaml that are not in `charts/`. */

import type { Chart, ChartDependency } from '../chart/chart.ts';
import { helmFault } from '../helm-fault.ts';

const ADVICE = {
  3: 'An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies',
  4: "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies",
} as const;

/** By name alone, in the order of Chart.yaml; a version that does not fit is found later and then left out. */
export function missingDependencies({ metadata, subcharts }: Chart): readonly ChartDependency[] {
  const there = new Set(subcharts.map((one) => one.metadata.name));
  return (metadata.dependencies ?? []).filter(({ name }) => !there.has(name));
}

/** Throws `helm.missing-dependencies`, naming them, where some are missing. */
export function refuseMissing(chart: Chart, helm: 3 | 4): void {
  const missing = missingDependencies(chart).map(({ name }) => name);
  if (missing.length === 0) return;
  throw helmFault(
    'helm.missing-dependencies',
    `${ADVICE[helm]}: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`,
  );
}
