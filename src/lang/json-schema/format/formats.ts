/** The formats that are checked, by name; others say nothing. */
import type { CheckFormat } from './check-format.ts';
import { checkRegex } from './check-regex.ts';
import { checkEmail, checkHostname, checkIpv4, checkIpv6 } from './host-formats.ts';
import { checkJsonPointer, checkRelativeJsonPointer, checkSemver, checkUuid } from './text-formats.ts';
import { checkDate, checkDateTime, checkDuration, checkPeriod, checkTime } from './time-formats.ts';
import { checkUri, checkUriReference, checkUriTemplate } from './url-formats.ts';

export const FORMATS: Readonly<Record<string, CheckFormat>> = {
  regex: checkRegex,
  'json-pointer': checkJsonPointer,
  'relative-json-pointer': checkRelativeJsonPointer,
  uuid: checkUuid,
  duration: checkDuration,
  period: checkPeriod,
  ipv4: checkIpv4,
  ipv6: checkIpv6,
  hostname: checkHostname,
  email: checkEmail,
  date: checkDate,
  time: checkTime,
  'date-time': checkDateTime,
  uri: checkUri,
  iri: checkUri,
  'uri-reference': checkUriReference,
  'iri-reference': checkUriReference,
  'uri-template': checkUriTemplate,
  semver: checkSemver,
};
