/** Random programs over the whole language: every part notes what it gave, or the error that it ended with. */
import fc from 'fast-check';
import { clock } from './snippets/clock-snippets.fixture.ts';
import { control, errors } from './snippets/control-snippets.fixture.ts';
import { coroutines } from './snippets/coroutine-snippets.fixture.ts';
import { environments } from './snippets/environment-snippets.fixture.ts';
import { numbers, strings } from './snippets/string-snippets.fixture.ts';
import { syntax } from './snippets/syntax-snippets.fixture.ts';
import { metatables, tables } from './snippets/table-snippets.fixture.ts';

const snippet = fc.oneof(
  { weight: 4, arbitrary: strings },
  { weight: 3, arbitrary: numbers },
  { weight: 3, arbitrary: tables },
  { weight: 3, arbitrary: metatables },
  { weight: 3, arbitrary: control },
  { weight: 4, arbitrary: errors },
  { weight: 3, arbitrary: syntax },
);

const START = `local out = {}
local function show(v, depth)
if type(v) == "string" then return '"' .. v .. '"' end
if type(v) ~= "table" then return type(v) == "function" and "function" or tostring(v) end
if depth > 2 then return "{...}" end
local parts = {}
for k, w in next, v do parts[#parts + 1] = show(k, depth + 1) .. ":" .. show(w, depth + 1) end
return "{" .. table.concat(parts, " ") .. "}"
end
function note(...)
local parts = {}
for i = 1, select("#", ...) do parts[i] = show((select(i, ...)), 1) end
out[#out + 1] = table.concat(parts, "|")
end`;

function programsOf(snippets: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(snippets, { minLength: 3, maxLength: 8 }).map(programOf);
}

/** A program of some parts: it returns the list of what each of them noted, or the error that it ended with. */
export function programOf(parts: readonly string[]): string {
  return [START, ...parts.map((each) => `note(pcall(function()\n${each}\nend))`), 'return out'].join('\n');
}

/** Programs as text; each returns the list of what its parts noted. */
export const languagePrograms: fc.Arbitrary<string> = programsOf(snippet);

/** Parts of coroutines, environments and modules. */
export const coroutineParts = fc.oneof({ weight: 8, arbitrary: coroutines }, { weight: 4, arbitrary: environments });

/** Programs of these. */
export const coroutinePrograms: fc.Arbitrary<string> = programsOf(
  fc.oneof({ weight: 12, arbitrary: coroutineParts }, snippet),
);

/** The same with the libraries that `useOpenLibs` opens. */
export const openPrograms: fc.Arbitrary<string> = programsOf(fc.oneof({ weight: 3, arbitrary: clock }, snippet));
