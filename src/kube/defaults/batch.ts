/** Defaults of Jobs. A CronJob's template gets none of them: its jobs do, when they are created. */
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { Rule } from './dependent.ts';

const UNLIMITED = 2 ** 31 - 1;

function job(value: JsonObject): Readonly<Record<string, Json | undefined>> {
  const spec = isObject(value['spec']) ? value['spec'] : {};
  const unset = spec['completions'] === undefined && spec['parallelism'] === undefined;
  const labels = memberAt(value, 'spec', 'template', 'metadata', 'labels');
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  return {
    spec: {
      ...(unset && { completions: 1 }),
      parallelism: 1,
      backoffLimit: spec['backoffLimitPerIndex'] === undefined ? 6 : UNLIMITED,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed',
      manualSelector: false,
      ...spec,
    },
    ...(isObject(labels) && metadata['labels'] === undefined && { metadata: { ...metadata, labels } }),
  };
}

export const BATCH_DEFAULTS: Readonly<Record<string, Rule>> = { 'batch/v1.Job': job };
