/** Texts that Go's YAML libraries take for a timestamp: quoted where they are written as text, moments where yaml.v3 reads them. */
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)?)?$/;

/** True for `2006-1-2`, `2006-1-2 15:4:5` and `2006-1-2T15:4:5Z07:00`, fractions allowed, where the date exists. */
export function isGoTimestamp(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [, year, month, day, separator, hour, minute, second, zone] = match;
  if (!isDate(Number(year), Number(month), Number(day))) return false;
  if (separator === undefined) return true;
  // With a T there must be a zone, with a space there must be none.
  if ((separator === ' ') !== (zone === undefined)) return false;
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && isZone(zone);
}

/** A timestamp as Go writes it in JSON (RFC 3339 with the fraction it needs); undefined where the text is none. */
export function rfc3339Of(text: string): string | undefined {
  if (!isGoTimestamp(text)) return undefined;
  const [, year = '', month = '', day = '', , hour = '0', minute = '0', second = '0', zone = 'Z'] =
    DATE.exec(text) ?? [];
  const fraction = (/[.,](\d+)/.exec(text)?.[1] ?? '').slice(0, 9).replace(/0+$/, '');
  const two = (part: string): string => part.padStart(2, '0');
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
  return `${year}-${two(month)}-${two(day)}T${time}${/^[+-]00:00$/.test(zone) ? 'Z' : zone}`;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month, 0);
  return day <= date.getUTCDate();
}

function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true;
  return Number(zone.slice(1, 3)) <= 24 && Number(zone.slice(4)) < 60;
}
