/** Waves: steps within a phase. Source: Argo CD user guide, "Sync phases and waves". */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { annotationOf } from './sync-options.ts';

export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';
const HELM_WEIGHT = 'helm.sh/hook-weight';

/** The wave of an object; what is no integer falls back to Helm's hook weight, else to 0. */
export function syncWave(object: KubeObject | undefined): number {
  return integer(annotationOf(object, SYNC_WAVE_ANNOTATION)) ?? integer(annotationOf(object, HELM_WEIGHT)) ?? 0;
}

function integer(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
