/** Times and dates. */
import fc from 'fast-check';
import { fill, one } from './parts.fixture.ts';

/** Times that a program names; what it asks the clock for is of the moment. */
const moment = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }).map(String);
const part = fc.integer({ min: -3, max: 70 }).map(String);
export const clock = fc.oneof(
  fill("return os.date('!%§ %§', §)", one(...'aAbBcdFHImMpSwxXyYzZjU%q'), one(...'dmYHMSX'), moment),
  fill("return os.date('!§', §)", one('%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%XZ', '%%', '%', 'no', '%Q', ''), moment),
  fill("local t = os.date('!*t', §) return t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.isdst", moment),
  fill('return os.time({year = §, month = §, day = §})', one('1970', '1999', '2024', "'2024'"), part, part),
  fill(
    'return os.time({year = 2024, month = 2, day = 29, hour = §, min = §, sec = §})',
    part,
    part,
    fc.oneof(part, one("'07'", "'x'", 'nil', '1.5')),
  ),
  fill('return os.time(§)', one('{}', '1', "'x'", '{year = 2000}')),
  fill('return os.difftime(§, §)', moment, moment),
  fill("return type(require('os').date), os == require('os'), type(os.§)", one('time', 'clock', 'date')),
);
