/** The resources a real API server serves for built-in kinds. */
import { joinApiVersion } from '../object/kube-object.ts';
import { BUILTIN_FACTS, type ColumnFact, type ResourceFact } from './facts.ts';

export interface BuiltinResource {
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly resource: ResourceFact;
}

/** All of them in discovery order. */
export const BUILTIN_RESOURCES: readonly BuiltinResource[] = BUILTIN_FACTS.discovery.flatMap(
  ({ name: group, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.map((resource) => ({ group, version, apiVersion: joinApiVersion(group, version), resource })),
    ),
);

/** The resource that holds objects of a kind, e.g. `apps/v1` `Deployment` → `deployments`. */
export function resourceOfKind(apiVersion: string, kind: string): BuiltinResource | undefined {
  return BUILTIN_RESOURCES.find((entry) => entry.apiVersion === apiVersion && entry.resource.kind === kind);
}

/** True for a kind that is built into Kubernetes (or serves its API machinery), whether a resource or not. */
export function isBuiltinKind(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(BUILTIN_FACTS.kinds, `${apiVersion} ${kind}`);
}

/** Columns of the Table form; those of any other kind (name, age) where a kind has none. */
export function columnsOfKind(apiVersion: string, kind: string): readonly ColumnFact[] {
  const key = `${apiVersion} ${kind}`;
  return (Object.hasOwn(BUILTIN_FACTS.tables, key) ? BUILTIN_FACTS.tables[key] : undefined) ?? DEFAULT_COLUMNS;
}

const DEFAULT_COLUMNS: readonly ColumnFact[] = [
  { name: 'Name', type: 'string', format: 'name' },
  { name: 'Created At', type: 'date' },
];
