/** `regexMatch`, `regexFindAll`, `regexReplaceAll`, `regexSplit` and their `must` twins: RE2 patterns. */
import {
  compileGoRegexp,
  expandTemplate,
  findAllMatches,
  type GoRegexp,
  quoteMeta,
  replaceAllMatches,
  splitByRegexp,
} from '../../../base/regexp/go-regexp.ts';
import {
  type Budget,
  canBackquote,
  GoError,
  type GoFunction,
  GoNil,
  GoSlice,
  type GoValue,
  INT,
  quote,
  STRING,
  STRING_SLICE,
} from '../../go-value/index.ts';
import { type CallArguments, define } from '../define.ts';

type Reading = ReturnType<typeof compileGoRegexp>;

/** Patterns of a chart are few and used often. */
const KEPT_PATTERNS = 256;
const LONGEST_PATTERN = 100_000;
/** Instructions of a compiled pattern that count as one step. */
const COST_OF_INSTRUCTION = 1 / 32;

/** The functions, with a store of compiled patterns between them. */
export function regexFunctions(): readonly GoFunction[] {
  const kept = new Map<string, Reading>();
  const compile = (source: string, budget: Budget): Reading => {
    const known = kept.get(source);
    if (known !== undefined) return known;
    budget.step(source.length);
    if (source.length > LONGEST_PATTERN) throw new GoError('error parsing regexp: expression too large');
    const reading = compileGoRegexp(source);
    if (reading.kind === 'regexp') budget.step(reading.regexp.size);
    if (kept.size >= KEPT_PATTERNS) kept.clear();
    kept.set(source, reading);
    return reading;
  };
  return [...twins(compile), ...matchers(compile), META];
}

const META = define('regexQuoteMeta', [STRING], (args, { budget }) => {
  budget.take(args.text(0).length);
  return quoteMeta(args.text(0));
});

type Compile = (source: string, budget: Budget) => Reading;

/** A bad pattern matches nothing, and fails only in the twin. */
function matchers(compile: Compile): readonly GoFunction[] {
  const matches = (name: string, complains: boolean) =>
    define(name, [STRING, STRING], (args, { budget }) => {
      const reading = compile(args.text(0), budget);
      if (reading.kind === 'fault') {
        if (complains) throw new GoError(reading.message);
        return false;
      }
      charge(budget, reading.regexp, args.text(1));
      return reading.regexp.find(args.text(1), 0) !== undefined;
    });
  return [matches('regexMatch', false), matches('mustRegexMatch', true)];
}

function charge(budget: Budget, regexp: GoRegexp, text: string): void {
  budget.step(1 + Math.ceil(text.length * regexp.size * COST_OF_INSTRUCTION));
}

const COST_OF_MATCH = 50;

type Work = (regexp: GoRegexp, args: CallArguments, budget: Budget) => GoValue;

/** The first one panics with the text of `regexp.MustCompile`, its twin returns the error. */
function twins(compile: Compile): readonly GoFunction[] {
  const both = (name: string, parameters: GoFunction['parameters'], work: Work) => {
    const build = (of: string, panics: boolean) =>
      define(of, parameters, (args, { budget }) => {
        const source = args.text(0);
        const reading = compile(source, budget);
        if (reading.kind === 'fault') {
          const quoted = canBackquote(source) ? `\`${source}\`` : quote(source);
          throw new GoError(panics ? `regexp: Compile(${quoted}): ${reading.message}` : reading.message);
        }
        charge(budget, reading.regexp, args.text(1));
        return work(reading.regexp, args, budget);
      });
    return [build(name, true), build(`mustR${name.slice(1)}`, false)];
  };
  return [
    ...both('regexFind', [STRING, STRING], (regexp, args) => regexp.find(args.text(1), 0)?.group(0) ?? ''),
    ...both('regexFindAll', [STRING, STRING, INT], (regexp, args, budget) => {
      const onMatch = () => budget.step(COST_OF_MATCH);
      const matches = findAllMatches(regexp, { text: args.text(1), limit: args.count(2), onMatch });
      return strings(matches.map((match) => match.group(0) ?? ''));
    }),
    ...both('regexReplaceAll', [STRING, STRING, STRING], (regexp, args, budget) =>
      replaceAllMatches(regexp, args.text(1), (match) => {
        const text = expandTemplate(args.text(2), match, regexp);
        budget.take(text.length);
        budget.step(COST_OF_MATCH);
        return text;
      }),
    ),
    ...both('regexReplaceAllLiteral', [STRING, STRING, STRING], (regexp, args, budget) =>
      replaceAllMatches(regexp, args.text(1), () => {
        budget.take(args.text(2).length);
        budget.step(COST_OF_MATCH);
        return args.text(2);
      }),
    ),
    ...both('regexSplit', [STRING, STRING, INT], (regexp, args, budget) => {
      const limit = args.count(2);
      const pieces = splitByRegexp(regexp, args.text(0), {
        text: args.text(1),
        limit,
        onMatch: () => budget.step(COST_OF_MATCH),
      });
      return limit === 0 ? NO_STRINGS : new GoSlice(STRING_SLICE, pieces);
    }),
  ];
}

const NO_STRINGS = new GoNil(STRING_SLICE);

function strings(texts: readonly string[]): GoValue {
  return texts.length === 0 ? NO_STRINGS : new GoSlice(STRING_SLICE, texts);
}
