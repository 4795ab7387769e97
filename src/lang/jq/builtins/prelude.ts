/** The functions of jq that are best said in jq. */
import type { Definition } from '../syntax/ast.ts';
import { parseDefinitions } from '../syntax/parse.ts';

const SOURCE = `
def map(f): [.[] | f];
def map_values(f): .[] |= f;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type | . == "array" or . == "object");
def scalars: select(type | . != "array" and . != "object");
def finites: select(isfinite);
def normals: select(isnormal);
def isfinite: type == "number" and (isinfinite | not);
def in(object): . as $key | object | has($key);
def inside(whole): . as $part | whole | contains($part);
def recurse: recurse(.[]?);
def recurse(f; condition): def step: ., (f | select(condition) | step); step;
def with_entries(f): to_entries | map(f) | from_entries;
def paths: path(..) | select(. != []);
def paths(f): path(.. | select(f)) | select(. != []);
def pick(f): . as $all | reduce path(f) as $way (null; setpath($way; $all | getpath($way)));
def walk(f): def step: (if type == "object" or type == "array" then map_values(step) else . end) | f; step;
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("nth doesn't support negative index") else first(skip($n; f)) end;
def skip($n; f):
  if $n < 0 then error("skip doesn't support negative count")
  elif $n == 0 then f
  else foreach f as $item ($n; . - 1; if . < 0 then $item else empty end) end;
def any: any(.[]; .);
def all: all(.[]; .);
def any(f): any(.[]; f);
def all(f): all(.[]; f);
def any(source; f): isempty(first(source | select(f))) | not;
def all(source; f): isempty(first(source | select(f | not)));
def combinations:
  if length == 0 then [] else .[0][] as $first | .[1:] | combinations | [$first] + . end;
def combinations($n): . as $all | [range($n) | $all] | combinations;
def match($pattern): match($pattern; null);
def match($pattern; $flags): match_list($pattern; $flags)[];
def _captured: reduce (.captures[] | select(.name != null)) as $group ({}; .[$group.name] = $group.string);
def capture($pattern): capture($pattern; null);
def capture($pattern; $flags): match($pattern; $flags) | _captured;
def scan($pattern): scan($pattern; null);
def scan($pattern; $flags):
  match($pattern; $flags + "g") | if .captures == [] then .string else [.captures[].string] end;
def split($pattern; $flags):
  . as $text | [match($pattern; $flags + "g") | [.offset, .offset + .length]] as $cuts
  | [[0] + [$cuts[][1]], [$cuts[][0]] + [$text | length]] | transpose | map($text[.[0]:.[1]]);
def splits($pattern): splits($pattern; null);
def splits($pattern; $flags): split($pattern; $flags)[];
def sub($pattern; replacement): sub($pattern; replacement; null);
def sub($pattern; replacement; $flags):
  . as $text
  | reduce match($pattern; $flags) as $found ({texts: [], from: 0};
      ($text[.from:$found.offset]) as $before
      | [$found | _captured | replacement] as $new
      | reduce range($new | length) as $at (.; .texts[$at] += $before + $new[$at])
      | .from = $found.offset + $found.length)
  | (.texts[] + $text[.from:]) // $text;
def gsub($pattern; replacement): sub($pattern; replacement; "g");
def gsub($pattern; replacement; $flags): sub($pattern; replacement; $flags + "g");
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%S%z") | mktime;
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdate: fromdateiso8601;
def format($name): format_as($name);
def tostream: path(def step: (.[]? | step), .; step) as $way | getpath($way)
  | reduce path(.[]?) as $last ([$way, .]; [$way + $last]);
def fromstream(f): {path: null, value: null, done: false} as $start
  | foreach f as $event ($start;
      if .done then $start else . end
      | if $event | length == 2
        then .done = ($event[0] | length == 0) | .path = $event[0] + [null] | .whole = (.whole | setpath($event[0]; $event[1]))
        else .done = ($event[0] | length == 1) end;
      if .done then .whole else empty end);
def truncate_stream(stream):
  . as $depth | stream | . as $event
  | if ($event[0] | length) > $depth then setpath([0]; $event[0][$depth:]) else empty end;
def INDEX(f): INDEX(.[]; f);
def INDEX(stream; f): reduce stream as $row ({}; .[$row | f | tostring] = $row);
def IN(stream): any(stream == .; .);
def IN(source; stream): any(source == stream; .);
def JOIN($index; f): [.[] | [., $index[f]]];
def JOIN($index; stream; f): stream | [., $index[f]];
def JOIN($index; stream; f; join): stream | [., $index[f]] | join;
def halt: empty;
def halt_error: error;
def halt_error($code): error;
def input_filename: null;
`;

let parsed: ReadonlyMap<string, Definition> | undefined;

/** A definition by name and number of parameters. */
export function preludeFunction(name: string, arity: number): Definition | undefined {
  parsed ??= new Map(parseDefinitions(SOURCE).map((each) => [`${each.name}/${each.parameters.length}`, each]));
  return parsed.get(`${name}/${arity}`);
}
