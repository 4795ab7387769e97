/** How a build is run, beside what the kustomization says. */

import type { RenderChart } from '../../helm/render-chart.ts';
import type { KustomizationFile } from '../kustomization/kustomization.ts';
import type { BaseMemory } from './shared-base.ts';

export interface BuildOptions {
  /** `--enable-helm`. */
  readonly helm: boolean;
  /** `--reorder`; absent: the legacy order. */
  readonly reorder?: 'none' | 'legacy';
  /** `--enable-managedby-label`. */
  readonly managedByLabel: boolean;
  /** Version that the label names. */
  readonly version: string;
  /** What to build in place of what the folder's file says. */
  readonly file?: KustomizationFile;
  /** Bases of earlier builds. */
  readonly bases?: BaseMemory | undefined;
  /** What charts may know of the destination. */
  readonly charts?: { readonly kubeVersion: string; readonly apiVersions: readonly string[] };
  /** Clock and randomness of charts; absent where no chart is to be rendered. */
  readonly moment?: ChartMoment;
}

export type ChartMoment = Pick<RenderChart, 'now' | 'random' | 'clock'>;
