/** A chart as it was loaded: never changed, shared by all renders of it. */
import type { Json } from '../../../base/json-value.ts';
import type { Table } from '../values/table.ts';
import type { ChartFile } from './chart-file.ts';

/** An entry of `dependencies` in Chart.yaml or requirements.yaml. */
export interface ChartDependency {
  readonly name: string;
  /** A range; in a lock file one version. */
  readonly version: string;
  readonly repository: string;
  /** Paths into the values, separated by commas: the first that holds a boolean decides. */
  readonly condition: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  /** Names of exports, or `{child, parent}`. */
  readonly importValues: readonly Json[];
  readonly alias: string;
}

export interface ChartMaintainer {
  readonly name: string;
  readonly email: string;
  readonly url: string;
}

/** Chart.yaml, with the dependencies of requirements.yaml. Texts that were not given are empty. */
export interface ChartMetadata {
  readonly name: string;
  readonly home: string;
  readonly sources: readonly string[];
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly maintainers: readonly ChartMaintainer[];
  readonly icon: string;
  readonly apiVersion: string;
  readonly condition: string;
  readonly tags: string;
  readonly appVersion: string;
  readonly deprecated: boolean;
  readonly annotations: ReadonlyMap<string, string> | undefined;
  readonly kubeVersion: string;
  /** Undefined where the field is not there at all: then no subchart is ever switched off. */
  readonly dependencies: readonly ChartDependency[] | undefined;
  readonly type: string;
}

/** Chart.lock, or requirements.lock. */
export interface ChartLock {
  readonly dependencies: readonly ChartDependency[];
  /** Of the dependencies and of what they were declared as. */
  readonly digest: string;
}

export interface Chart {
  readonly metadata: ChartMetadata;
  /** What Chart.lock pins; undefined without one. */
  readonly lock: ChartLock | undefined;
  readonly templates: readonly ChartFile[];
  /** Not to be changed: copy it. */
  readonly values: Table;
  readonly schema: Uint8Array | undefined;
  /** Everything else: what `.Files` shows, `crds/` included. */
  readonly files: readonly ChartFile[];
  readonly subcharts: readonly Chart[];
  /** What Helm would have said beside loading it. */
  readonly warnings: readonly string[];
}
