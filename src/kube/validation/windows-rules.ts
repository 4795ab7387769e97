/** What pods and containers say about the Windows they run on. */
import { textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, invalidName } from './causes.ts';
import { dnsSubdomain } from './field-rules.ts';
import type { Rule } from './rule.ts';

const LARGEST_SPEC = 64 * 1024;
const LONGEST_DOMAIN = 256;
const LONGEST_USER = 104;
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DOMAIN = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$/;
const CONTROL = /\p{Cc}/u;

/** A credential by name or as a whole, and the user as `DOMAIN\USER` or `USER`. */
export const windowsOptions: Rule = ({ value, path }) => {
  const name = textAt(value, 'gmsaCredentialSpecName');
  const spec = textAt(value, 'gmsaCredentialSpec');
  const user = textAt(value, 'runAsUserName');
  return [
    ...(name === undefined ? [] : invalidName(`${path}.gmsaCredentialSpecName`, name, dnsSubdomain(name))),
    ...(spec === undefined ? [] : sentences(`${path}.gmsaCredentialSpec`, spec, wrongSpec(spec))),
    ...(user === undefined ? [] : sentences(`${path}.runAsUserName`, user, wrongUser(user))),
  ];
};

function sentences(field: string, value: string, wrong: readonly string[]): readonly FieldCause[] {
  return wrong.map((sentence) => invalid(field, value, sentence));
}

function wrongSpec(spec: string): readonly string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string'];
  return Buffer.byteLength(spec) > LARGEST_SPEC ? ['gmsaCredentialSpec size must be under 64 KiB'] : [];
}

function wrongUser(whole: string): readonly string[] {
  if (whole === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL.test(whole)) return ['runAsUserName cannot contain control characters'];
  const parts = whole.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const user = parts.at(-1) ?? '';
  return [...(parts.length === 2 ? wrongDomain(parts[0] ?? '') : []), ...wrongName(user)];
}

function wrongDomain(domain: string): readonly string[] {
  const long = domain.length >= LONGEST_DOMAIN;
  return [
    ...(long ? [`runAsUserName's Domain length must be under ${LONGEST_DOMAIN} characters`] : []),
    ...(NET_BIOS.test(domain) || DOMAIN.test(domain)
      ? []
      : ["runAsUserName's Domain doesn't match the NetBIOS nor the DNS format"]),
  ];
}

function wrongName(user: string): readonly string[] {
  const long = user.length > LONGEST_USER;
  const dots = /^[. ]+$/.test(user);
  return [
    ...(user === '' ? ["runAsUserName's User cannot be empty"] : []),
    ...(long ? [`runAsUserName's User length must not be longer than ${LONGEST_USER} characters`] : []),
    ...(dots ? ["runAsUserName's User cannot contain only periods or spaces"] : []),
    ...(/["/\\:;|=,+*?<>@[\]]/.test(user)
      ? [`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`]
      : []),
  ];
}
