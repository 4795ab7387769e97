/** Random programs that end: straight lines, short loops, functions, all libraries; one statement a line. */
import fc from 'fast-check';

const NAMES = ['a', 'b', 'c', 't', 's'] as const;
/** Global variables: gopher-lua parts locals from the functions that assign to them once an error was caught. */
const name = fc.constantFrom(...NAMES);
/** Local variables, which are only read. */
const local = fc.constantFrom('v', 'w');
const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom('0.5', '1e3', '1e15', '0x1F', '2.25', '1e100', '(0/0)', '(1/0)'),
);
const text = fc.constantFrom("''", "'a'", "'abc'", "'10'", "'0x10'", "'1e2'", "' 7 '", "'k'", "'héé'", "'a.b,c'");
const pattern = fc.oneof(
  fc.constantFrom("'%a+'", "'(%w)(%w*)'", "'.'", "'^a'", "'b$'", "'%d*'", "'[^a]'", "'()'", "'%b()'", "'.-b'", "'%s*'"),
  fc
    .array(
      fc.constantFrom('a', 'b', '.', '%a', '%d', '[ab]', '[^a]', '(', ')', '*', '+', '-', '?', '$', '^', '%1', '%'),
      {
        maxLength: 5,
      },
    )
    .map((parts) => `'${parts.join('')}'`),
);
const format = fc
  .tuple(
    fc.constantFrom('', '-', '0', '+', ' '),
    fc.constantFrom('', '3', '8'),
    fc.constantFrom('', '.0', '.2', '.10'),
    fc.constantFrom('d', 's', 'f', 'g', 'e', 'x', 'X', 'q', 'c', 'i', 'o', 'v', '%'),
  )
  .map((parts) => `'<%${parts.join('')}>'`);

const constant = fc.oneof(number, text);

const { expression } = fc.letrec<{ expression: string; leaf: string; call: string }>((tie) => ({
  leaf: fc.oneof(
    { weight: 4, arbitrary: name },
    { weight: 1, arbitrary: local },
    { weight: 3, arbitrary: number },
    { weight: 3, arbitrary: text },
    {
      weight: 1,
      arbitrary: fc.constantFrom('nil', 'true', 'false', '{}', '{1, 2, 3}', "{k = 'v', 5}", '#t', 't.k', 't[1]'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('obj.list', 'obj.map.k', 'obj.text', 'obj.list[2]', '#obj.list', 'obj.missing.x'),
    },
  ),
  call: fc.oneof(
    call(fc.constantFrom('tonumber', 'type', 'string.len', 'string.upper', 'math.floor', 'math.abs', 'f'), tie('leaf')),
    call(fc.constantFrom('string.sub', 'string.byte', 'select', 'rawget', 'math.max', 'f'), tie('leaf'), tie('leaf')),
    call(fc.constantFrom('string.sub', 'table.concat', 'unpack', 'g'), tie('leaf'), tie('leaf'), tie('leaf')),
    call(fc.constantFrom('string.find', 'string.match', 'string.gsub'), tie('leaf'), pattern, tie('leaf')),
    call(
      fc.constant('string.gsub'),
      text,
      pattern,
      fc.constantFrom("'<%0>'", "'%1'", "'%%'", 'string.upper', "{a = 'X', b = 2}"),
    ),
    // What a table is to a format is its address and Go's view of it.
    call(
      fc.constantFrom('string.format'),
      format,
      fc.oneof(constant, fc.constantFrom('true', '#t', 'type(t)', 'obj.text')),
    ),
    tie('leaf').map((each) => `tostring(tonumber(${each}))`),
  ),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    tie('call'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '..', '==', '~=', '<', '<=', '>', '>=', 'and', 'or'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(fc.constantFrom('-', 'not ', '#'), tie('expression')).map(([sign, each]) => `${sign}(${each})`),
    fc.tuple(tie('leaf'), tie('leaf')).map(([one, other]) => `{${one}, ${other}}`),
  ),
}));

function call(callee: fc.Arbitrary<string>, ...args: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(callee, fc.tuple(...args)).map(([named, given]) => `${named}(${given.join(', ')})`);
}

/** Errors end the part they are in, not the program. */
function caught(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 1, arbitrary: text },
    { weight: 12, arbitrary: text.map((lines) => `pcall(function()\n${lines}\nend)`) },
  );
}

const plain = fc.oneof(
  fc.tuple(name, expression).map(([target, value]) => `${target} = ${value}`),
  // Constants only: gopher-lua assigns to the first variable before it evaluates the second value.
  fc
    .tuple(fc.constantFrom('a, b', 's, t', 'c, a'), constant, constant)
    .map(([both, left, right]) => `${both} = ${left}, ${right}`),
  fc.tuple(expression, expression).map(([key, value]) => `t[${key}] = ${value}`),
  fc.tuple(local, expression).map(([named, value]) => `local ${named} = ${value}\na = ${named}`),
  expression.map((each) => `table.insert(t, ${each})`),
  fc.constantFrom('table.remove(t)', 'table.remove(t, 1)', 't[#t] = nil', 't.k = nil'),
  expression.map((each) => `a, b = pcall(function() return ${each} end)`),
);

/** Nothing that is false as it stands: gopher-lua miscompiles `if false` within a loop. */
const condition = expression.filter((text) => !/^\(*(true|false|nil)\b/.test(text));

const simple = caught(plain);

const { statement } = fc.letrec<{ statement: string; block: string }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  statement: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    simple,
    fc
      .tuple(condition, tie('block'), tie('block'))
      .map(([test, one, other]) => `if ${test} then\n${one}\nelse\n${other}\nend`),
    fc.tuple(local, expression, tie('block')).map(([named, to, body]) => {
      return `for ${named} = 1, math.min(tonumber(${to}) or 0, 3) do\n${body}\nend`;
    }),
    fc.tuple(local, tie('block')).map(([named, body]) => `for _, ${named} in ipairs({1, 'x', {}}) do\n${body}\nend`),
    tie('block').map((body) => `for k, v in pairs({5, 6, k = 'v'}) do\n${body}\ns = tostring(tonumber(v))\nend`),
    tie('block').map((body) => `repeat\n${body}\nlocal done = true\nuntil done`),
    tie('block').map((body) => `do\n${body}\nend`),
    tie('block').map((body) => `c = (function(v, w, ...)\n${body}\nreturn select('#', ...) .. type(w)\nend)(1, t, s)`),
    fc
      .tuple(condition, tie('block'))
      .map(([each, body]) => `while true do\n${body}\nif ${each} then break end\nbreak\nend`),
  ),
}));

const START =
  "a, b, c, t, s = 1, 'x', nil, {3, 1, 2}, 'abc'\nfunction f(...) return ... end\nfunction g(x) return x end";
/** Tables come out by their parts, since JSON refuses some of them. */
const END = [
  'local function show(v)',
  'if type(v) ~= "table" then return type(v) == "function" and "function" or type(v) == "number" and tostring(v) or v end',
  'local parts = {}',
  'for k, w in pairs(v) do parts[#parts + 1] = type(k) .. ":" .. type(w) .. ":" .. tostring(type(w) == "number" and w) end',
  'return table.concat(parts, " ")',
  'end',
  'return {a = show(a), b = show(b), c = show(c), t = show(t), s = show(s)}',
].join('\n');

/** Programs as text. */
export const programs: fc.Arbitrary<string> = fc
  .array(caught(statement), { minLength: 1, maxLength: 6 })
  .map((lines) => [START, ...lines, END].join('\n'));
