/** Which subcharts take part: conditions and tags in the values decide, aliases give names. */
import { parseConstraint, satisfies } from '../../../base/semver/constraint.ts';
import { parseVersion } from '../../../base/semver/version.ts';
import { type Coalescing, coalesceValues } from '../values/coalesce.ts';
import { tableAt, valueAt } from '../values/find-path.ts';
import type { Table } from '../values/table.ts';
import { copyForAlias, type WorkingChart, type WorkingDependency } from './working-chart.ts';

/**
 * Leaves in the tree what is switched on and gives it its names. `values` are those that were given. Throws
 * `helm.invalid-values`.
 */
export function keepEnabled(chart: WorkingChart, values: Table, options: Coalescing): void {
  keep(chart, values, { ...options, path: '' });
}

interface Place extends Coalescing {
  /** Before each condition: names of the charts on the way down, each with a dot behind it. */
  readonly path: string;
}

function keep(chart: WorkingChart, values: Table, place: Place): void {
  const { wanted } = chart;
  if (wanted === undefined) return;
  chart.adopt(chosenCharts(chart, wanted, place.helm));
  for (const dependency of wanted) dependency.enabled = true;
  const all = coalesceValues(chart, values, { ...place, nulls: 'remove' });
  applyTags(wanted, all, place);
  applyConditions(wanted, all, place);
  const off = new Set(wanted.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const remaining = chart.dependencies.filter(({ name }) => !off.has(name));
  for (const subchart of remaining) keep(subchart, all, { ...place, path: `${place.path}${subchart.name}.` });
  const on = wanted.filter(({ name }) => !off.has(name));
  chart.wanted = on.length === 0 ? undefined : on;
  chart.adopt(remaining);
}

/** Charts that nothing asks for by name come first and are always on; then one for each dependency that has one. */
function chosenCharts(chart: WorkingChart, wanted: readonly WorkingDependency[], helm: 3 | 4): WorkingChart[] {
  const unasked = chart.dependencies.filter((found) => !wanted.some((dependency) => answers(found, dependency)));
  const asked = wanted.flatMap((dependency) => {
    const found = chart.dependencies.find((one) => answers(one, dependency));
    const copy = found && copyForAlias(found, helm);
    if (dependency.alias !== '') {
      if (copy !== undefined) copy.name = dependency.alias;
      dependency.name = dependency.alias;
    }
    return copy === undefined ? [] : [copy];
  });
  return [...unasked, ...asked];
}

function answers(chart: WorkingChart, { name, version }: WorkingDependency): boolean {
  return chart.name === name && isCompatible(version, chart.metadata.version);
}

/** Whether a version lies in a range; false where either is malformed. */
export function isCompatible(range: string, version: string): boolean {
  const parsed = parseVersion(version);
  const constraint = parseConstraint(range);
  return parsed !== undefined && constraint !== undefined && satisfies(parsed, constraint);
}

/** Off where a tag is false and none is true. */
function applyTags(wanted: readonly WorkingDependency[], values: Table, { warn }: Place): void {
  const tags = tableAt(values, 'tags');
  if (tags.kind === 'none') return;
  for (const dependency of wanted) {
    const set = dependency.tags.flatMap((tag) => {
      const value = tags.table.get(tag);
      if (value !== undefined && typeof value !== 'boolean') {
        warn(`Warning: Tag '${tag}' for chart ${dependency.name} returned non-bool value`);
      }
      return typeof value === 'boolean' ? [value] : [];
    });
    dependency.enabled = set.includes(true) || !set.includes(false);
  }
}

/** The first condition that holds a boolean decides, over the tags. */
function applyConditions(wanted: readonly WorkingDependency[], values: Table, { path, warn }: Place): void {
  for (const dependency of wanted) {
    for (const condition of dependency.condition.trim().split(',')) {
      if (condition === '') continue;
      const value = valueAt(values, path + condition);
      if (typeof value === 'boolean') {
        dependency.enabled = value;
        break;
      }
      if (value === undefined) continue;
      warn(`Warning: Condition path '${condition}' for chart ${dependency.name} returned non-bool value`);
    }
  }
}
