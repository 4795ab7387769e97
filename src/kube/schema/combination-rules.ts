/** Schemas put together: `anyOf`, `oneOf`, `allOf`, `not`. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { schemasUnder } from './structural.ts';
import { counted, FINE, together, type Verdict, wrong } from './verdict.ts';

/** The verdict of all combinations of a schema, the parts of which `judge` judges; `path` is that of the value. */
export function combinationVerdict(schema: JsonObject, path: string, judge: (schema: JsonObject) => Verdict): Verdict {
  const { not } = schema;
  const asked: Asked = { path, verdicts: (keyword) => schemasUnder(schema, keyword).map(judge) };
  const negated = isObject(not) && judge(not).causes.length === 0;
  return counted(
    together([
      anyOf(asked),
      oneOf(asked),
      allOf(asked),
      negated ? nowhere(path, 'must not validate the schema (not)') : FINE,
    ]),
  );
}

interface Asked {
  readonly path: string;
  readonly verdicts: (keyword: string) => readonly Verdict[];
}

function anyOf({ path, verdicts }: Asked): Verdict {
  const all = verdicts('anyOf');
  if (all.length === 0) return FINE;
  const fit = all.find(isFine);
  return fit ?? together([nowhere(path, 'must validate at least one schema (anyOf)'), best(all)]);
}

function oneOf({ path, verdicts }: Asked): Verdict {
  const all = verdicts('oneOf');
  if (all.length === 0) return FINE;
  const fit = all.filter(isFine);
  if (fit.length === 1) return fit[0] ?? FINE;
  const found = fit.length === 0 ? 'Found none valid' : `Found ${fit.length} valid alternatives`;
  const told = nowhere(path, `must validate one and only one schema (oneOf). ${found}`);
  if (fit.length === 0) return together([told, best(all)]);
  // One that fails after two that fit is not told about, one before neither.
  return told;
}

function allOf({ path, verdicts }: Asked): Verdict {
  const all = verdicts('allOf');
  const fit = all.filter(isFine).length;
  if (fit === all.length) return together(all);
  const none = fit === 0 ? '. None validated' : '';
  return together([...all, nowhere(path, `must validate all the schemas (allOf)${none}`)]);
}

function isFine({ causes }: Verdict): boolean {
  return causes.length === 0;
}

/** The alternative that fits most; of equal ones the first. */
function best(all: readonly Verdict[]): Verdict {
  return all.reduce((one, other) => (other.matches > one.matches ? other : one), all[0] ?? FINE);
}

function nowhere(path: string, sentence: string): Verdict {
  return wrong('', `Invalid value: "": "${path}" ${sentence}`);
}
