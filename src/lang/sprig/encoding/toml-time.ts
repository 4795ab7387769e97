/** TOML's times: with an offset, or local ones, which have a zone of a special name. */
import { formatGoTime, type GoTime, parseGoTime, UTC, type Zone } from '../../go-time/index.ts';

const LAYOUTS: Readonly<Record<string, string>> = {
  'datetime-local': '2006-01-02T15:04:05.999999999',
  'date-local': '2006-01-02',
  'time-local': '15:04:05.999999999',
};
const WITH_OFFSET = '2006-01-02T15:04:05.999999999Z07:00';

export function tomlTime(time: GoTime): string {
  const layout = LAYOUTS[time.zone.name];
  return layout === undefined ? formatGoTime(time, WITH_OFFSET) : formatGoTime({ ...time, zone: UTC }, layout);
}

/** A time as TOML writes it; `text` is valid. */
export function readTomlTime(text: string, kind: 'offset' | 'datetime-local' | 'date-local' | 'time-local'): GoTime {
  const layout = LAYOUTS[kind] ?? WITH_OFFSET;
  const reading = parseGoTime(layout, text.replace(/^(\d{4}-\d\d-\d\d)[ t]/, '$1T').replace(/z$/, 'Z'));
  const time = reading.kind === 'time' ? reading.time : { seconds: 0n, nanoseconds: 0, zone: UTC };
  return kind === 'offset' ? time : { ...time, zone: localZone(kind) };
}

function localZone(name: string): Zone {
  return { name, at: () => ({ abbreviation: name, offset: 0 }) };
}
