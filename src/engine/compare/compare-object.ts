/** Comparing one desired with one live object: Argo CD's three-way diff (features B1). */
import { jsonEqual } from '../../base/json-equal.ts';
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import { type CompareOptions, DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';
import { type Difference, explainDifferences } from './explain/differences.ts';
import { holdsAlready } from './holds-already.ts';
import { type FieldRemover, fieldRemover } from './ignore/apply-rules.ts';
import { type IgnoreRule, rulesFor } from './ignore/ignore-rule.ts';
import { systemRules } from './ignore/system-rules.ts';
import { withKnownTypes } from './known-type-fields.ts';
import { lastAppliedOf } from './last-applied.ts';
import { normaliseKind, normaliseObject, withoutCreationTime } from './normalise/normalise-object.ts';
import { alignVolumeClaimTemplates } from './normalise/stateful-set.ts';
import { mergeSchemaOf, predict } from './predict.ts';
import { retype } from './retype.ts';

export interface ObjectComparison {
  readonly modified: boolean;
  /** The live object as it was compared: canonical form, ignored fields left out. Undefined where there is none. */
  readonly normalizedLive: KubeObject | undefined;
  /** What it would be after a sync. Undefined where nothing is desired. */
  readonly predictedLive: KubeObject | undefined;
  /** Empty where nothing differs, and where one of the sides is missing. */
  readonly differences: readonly Difference[];
  /** The sides could not be compared: no answer to be kept. */
  readonly failed?: boolean;
}

/**
 * Compares an object. The live object must be in the API version of the desired one. A missing side is a modification; the other
 * is answered in the form that its kind needs, without the time of its creation. Throws what a jq expression that cannot work is refused with, and the API server's complaint where a
 * patch cannot be made.
 */
export function compareObject(
  target: KubeObject | undefined,
  live: KubeObject | undefined,
  options: CompareOptions = DEFAULT_COMPARE_OPTIONS,
): ObjectComparison {
  if (target === undefined || live === undefined) {
    const alone = (object: KubeObject | undefined) =>
      object === undefined ? undefined : withoutCreationTime(normaliseKind(object, options));
    return { modified: target !== live, normalizedLive: alone(live), predictedLive: alone(target), differences: [] };
  }
  if (isHeld(target, live, options)) return heldResult(target, live, options);
  const prepare = preparation(target, live, options);
  const wanted = prepare(normaliseObject(target, options));
  const found = alignedLive(prepare(normaliseObject(live, options)), wanted);
  const applied = lastAppliedOf(live);
  const original = applied === undefined ? wanted : prepare(withoutCreationTime(normaliseKind(applied, options)));
  const { predicted, unchanged } = predict({ original, target: wanted, live: found }, options.schemas);
  if (unchanged) return { modified: false, normalizedLive: found, predictedLive: found, differences: [] };
  return resultOfSides(found, predicted, options);
}

/**
 * Nothing is to be written, seen without preparing the sides. Rules by jq and by manager may take out of one side what stays
 * in the other, so they want the long way.
 */
function isHeld(target: KubeObject, live: KubeObject, options: CompareOptions): boolean {
  const isPlain = (rule: IgnoreRule) =>
    (rule.jqPathExpressions ?? []).length === 0 && (rule.managedFieldsManagers ?? []).length === 0;
  if (!rulesFor(rulesOf(options), target).every(isPlain)) return false;
  return holdsAlready({ original: lastAppliedOf(live), target, live }, mergeSchemaOf(target, options.schemas));
}

/** The live object is prepared once somebody wants to see it. */
function heldResult(target: KubeObject, live: KubeObject, options: CompareOptions): ObjectComparison {
  let made: KubeObject | undefined;
  const prepared = (): KubeObject => {
    made ??= alignedLive(preparation(target, live, options)(normaliseObject(live, options)), target);
    return made;
  };
  return {
    modified: false,
    get normalizedLive() {
      return prepared();
    },
    get predictedLive() {
      return prepared();
    },
    differences: [],
  };
}

/** Tells prepared sides apart: the live object, and what it would be. */
export function resultOfSides(live: KubeObject, predicted: KubeObject, options: CompareOptions): ObjectComparison {
  return concluded(complete(live, options), complete(predicted, options));
}

function concluded(normalizedLive: KubeObject, predictedLive: KubeObject): ObjectComparison {
  const modified = !jsonEqual(normalizedLive, predictedLive);
  const found = modified ? explainDifferences(normalizedLive, predictedLive) : [];
  const differences = isSecret(normalizedLive) ? found.map(withoutValues) : found;
  return { modified, normalizedLive, predictedLive, differences };
}

/** Values of Secrets are in nobody's explanation. */
function withoutValues({ path, manager }: Difference): Difference {
  return { path, live: HIDDEN_LIVE, target: HIDDEN_TARGET, manager };
}

const HIDDEN_LIVE = '++++++++';
const HIDDEN_TARGET = '++++++++++++';

function isSecret(object: KubeObject): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Secret';
}

/** Canonical form and defaults, so that what the server fills in is no difference. What does not fit its type stays. */
function complete(object: KubeObject, options: CompareOptions): KubeObject {
  const typed = retype(object, { unknown: 'refuse' });
  const filled = typed === object ? object : options.withDefaults(typed);
  return retype(filled, { unknown: 'keep', bare: true });
}

/** What every side goes through after its form: ignored fields out, declared types in canonical form. */
export function preparation(target: KubeObject, live: KubeObject, options: CompareOptions): FieldRemover {
  const { group, kind } = gvkOf(target);
  const remove = fieldRemover(target, live, { rules: rulesOf(options), jqTimeout: options.jqTimeout });
  const known = options.knownTypeFields.get(`${group}/${kind}`) ?? [];
  return (object) => withKnownTypes(remove(object), known);
}

/** All rules of the options, as one list that stays the same. */
const RULES = new WeakMap<CompareOptions, readonly IgnoreRule[]>();

function rulesOf(options: CompareOptions): readonly IgnoreRule[] {
  const known = RULES.get(options);
  if (known !== undefined) return known;
  const made = [...options.ignoreRules, ...systemRules(options.ignoreStatus)];
  RULES.set(options, made);
  return made;
}

function alignedLive(live: KubeObject, target: KubeObject): KubeObject {
  const { group, kind } = gvkOf(target);
  return group === 'apps' && kind === 'StatefulSet' ? alignVolumeClaimTemplates(live, target) : live;
}
