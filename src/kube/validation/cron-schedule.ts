/** What is wrong with a schedule, in the words of the parser that controllers use. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = '@every ';
const DURATION =
  /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$|^[-+]?0$/;

/** The first fault of a schedule; undefined where there is none. */
export function wrongSchedule(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return wrongDescriptor(schedule);
  const fields = schedule.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`;
  }
  for (const [index, field] of fields.entries()) {
    for (const range of field.split(',').filter((part) => part !== '')) {
      const wrong = wrongRange(range, FIELDS[index] ?? { least: 0, most: 0, names: [] });
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function wrongDescriptor(schedule: string): string | undefined {
  if (DESCRIPTORS.includes(schedule)) return undefined;
  if (!schedule.startsWith(EVERY)) return `unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice(EVERY.length);
  if (DURATION.test(duration)) return undefined;
  return `failed to parse duration ${schedule}: ${wrongDuration(duration)}`;
}

function wrongDuration(duration: string): string {
  const quoted = JSON.stringify(duration);
  const rest = duration
    .replace(/^[-+]/, '')
    .replace(/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?=[\d.]|$))*/, '');
  const [number = '', unit = ''] = [/^[\d.]*/.exec(rest)?.[0], /^[\d.]*([^\d.]*)/.exec(rest)?.[1]];
  if (number === '' || number === '.') return `time: invalid duration ${quoted}`;
  return unit === ''
    ? `time: missing unit in duration ${quoted}`
    : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
}

function wrongRange(range: string, { least, most, names }: Bounds): string | undefined {
  const [span = '', given, ...slashes] = range.split('/');
  const ends = span.split('-');
  const [low = '', high] = ends;
  const all = low === '*' || low === '?';
  const from = all ? least : numberOf(low, names);
  if (typeof from === 'string') return from;
  if (!all && ends.length > 2) {
    const second = numberOf(high ?? '', names);
    return typeof second === 'string' && ends.length === 2 ? second : `too many hyphens: ${range}`;
  }
  const last = all ? most : ends.length === 1 ? from : numberOf(high ?? '', names);
  if (typeof last === 'string') return last;
  if (slashes.length > 0) return `too many slashes: ${range}`;
  const step = given === undefined ? 1 : numberOf(given, []);
  if (typeof step === 'string') return step;
  const to = given !== undefined && ends.length === 1 ? most : last;
  if (from < least) return `beginning of range (${from}) below minimum (${least}): ${range}`;
  if (to > most) return `end of range (${to}) above maximum (${most}): ${range}`;
  if (from > to) return `beginning of range (${from}) beyond end of range (${to}): ${range}`;
  return step === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

/** A number, or why it is none. */
function numberOf(text: string, names: readonly string[]): number | string {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  if (!/^[-+]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  }
  const number = Number(text);
  if (!Number.isSafeInteger(number)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`;
  }
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}
