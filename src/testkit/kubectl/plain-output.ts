/** The output of kubectl without what differs between two runs: words in capitals stand for it. */

const REPLACED: readonly (readonly [RegExp, string])[] = [
  // Who was asked for a name.
  [/(lookup \S+) on [\d.]+:53/g, '$1'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| [+-]\d{4})?/g, 'TIME'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME'],
  [/^([EWI])\d{4} [\d:.]+ +\d+ (\S+?):\d+\]/gm, '$1 $2]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN'],
  [/[A-Za-z0-9+/]{200,}={0,2}/g, 'BASE64'],
  [/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, 'CERTIFICATE'],
  [/https:\/\/(127\.0\.0\.1|localhost):(\d+|SERVER_PORT)/g, 'SERVER'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, 'IP'],
  [/(resourceVersion)(":|:) ?"\d+"/g, '$1$2 "VERSION"'],
  [/(resourceVersion\\+":\\+")\d+/g, '$1VERSION'],
  [/(resource version to be \d+, was )\d+/g, '$1VERSION'],
  [/("serverAddress":")[^"]+/g, '$1ADDRESS'],
  [/(Resource Version: +)\d+/g, '$1VERSION'],
  [/^( +"?(?:gitCommit|gitTreeState|goVersion|compiler|platform|buildDate)"?): .*$/gm, '$1: BUILD'],
  [/("manager":"|manager: )kube(-controller-manager|-apiserver)?(?=$|")/gm, '$1CONTROLLERS'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g, '-RANDOM'],
  [/\b3[0-2]\d{3}\b/g, 'NODE_PORT'],
  [/\b0x[0-9a-f]+\b/g, 'POINTER'],
  [/\/kubectl-edit-\d+/g, '/kubectl-edit'],
  [/\/(LIVE|MERGED)-\d+/g, '/$1'],
  [/\b(\d+d)?(\d+h)?(\d+m)?\d+(\.\d+)?m?s\b/g, 'AGE'],
  [/(?<=\S) {2,}/g, '  '],
  [/[ \t]+$/gm, ''],
];

/** `own` are texts of this run alone, such as its folder, and what stands for them. */
export function plainOutput(text: string, own: Readonly<Record<string, string>>): readonly string[] {
  let plain = text;
  for (const [found, word] of Object.entries(own)) plain = plain.replaceAll(found, word);
  for (const [pattern, word] of REPLACED) plain = plain.replace(pattern, word);
  return plain === '' ? [] : plain.replace(/\n$/, '').split('\n');
}

const LIMITS = /^\s*Type\s+Resource\s+Min\s+Max\b/;

/** kubectl walks Go maps over the resources of a limit: the rows of each type in byte order, in which no server has a say. */
export function inStableOrder(lines: readonly string[]): readonly string[] {
  const sorted = [...lines];
  for (const [at, line] of lines.entries()) {
    if (LIMITS.test(line)) sortRows(sorted, at + 2);
  }
  return sorted;
}

/** Rows go on as long as they have as many columns as a limit has; each run of one type is sorted. */
function sortRows(lines: string[], from: number): void {
  const typeOf = (line: string | undefined): string | undefined => {
    const words = line?.trim().split(/\s+/) ?? [];
    return words.length === LIMIT_COLUMNS ? words[0] : undefined;
  };
  let start = from;
  while (typeOf(lines[start]) !== undefined) {
    let end = start;
    while (typeOf(lines[end]) === typeOf(lines[start])) end += 1;
    lines.splice(start, end - start, ...lines.slice(start, end).toSorted());
    start = end;
  }
}

const LIMIT_COLUMNS = 7;

/** Of `explain` the fields and their types. What is in sections of text, or indented below a field, is prose. */
export function withoutProse(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /\t<|enum: |^[A-Z]+: +\S|^FIELDS:/.test(line));
}
