/** Faults of rendering charts. The messages are Helm's, word for word where it has one: people search the web for them. */
import { AppError, type ErrorKind } from '../../base/errors.ts';

export type HelmErrorCode =
  /** No gzipped tar archive, or one with links, paths or sizes that are not allowed. */
  | 'helm.invalid-archive'
  /** Files of a chart that make no chart: no Chart.yaml, one that breaks a rule, values that are no YAML. */
  | 'helm.invalid-chart'
  /** A value file or a `--set` text that cannot be read, or values that do not fit together. */
  | 'helm.invalid-values'
  /** Dependencies of Chart.yaml that are not in charts/. */
  | 'helm.missing-dependencies'
  /** Values that break values.schema.json, or a schema that is none. */
  | 'helm.schema'
  /** The chart wants another version of Kubernetes. */
  | 'helm.incompatible-kubernetes'
  /** A template that cannot be parsed or executed. */
  | 'helm.template'
  /** The templates produced something that is no YAML, or no object. */
  | 'helm.invalid-manifest'
  /** A limit on time, memory, depth or output was reached. */
  | 'helm.budget'
  /** A name that no release may have, a flag that contradicts another. */
  | 'helm.invalid-option'
  /** Something that needs a cluster, a program or the network. */
  | 'helm.not-supported';

/** Faults after the templates were begun: there `helm template` advises to look at the output with --debug. */
const WHILE_RENDERING: readonly string[] = [
  'helm.incompatible-kubernetes',
  'helm.template',
  'helm.invalid-manifest',
  'helm.budget',
];

/** A fault; of kind user unless told otherwise. */
export function helmFault(
  code: HelmErrorCode,
  message: string,
  more: { hint?: string; kind?: ErrorKind } = {},
): AppError {
  const { hint, kind = 'user' } = more;
  return new AppError({ code, kind, message, ...(hint === undefined ? {} : { hint }) });
}

/** What Helm adds to what went wrong while it rendered. */
export const DEBUG_ADVICE = '\n\nUse --debug flag to render out invalid YAML';

/** Whether Helm would have had a release at hand when this went wrong. */
export function isWhileRendering(code: string): boolean {
  return WHILE_RENDERING.includes(code);
}
