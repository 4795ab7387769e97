/** Names of programs: a domain, a slash and a path (apimachinery, `IsDomainPrefixedPath`). */
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from './causes.ts';
import { dnsSubdomain } from './field-rules.ts';

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** Causes for a name that must be a path below a domain. */
export function domainPathCauses(given: string, field: string): readonly FieldCause[] {
  if (given === '') return [required(field)];
  const [, domain = '', path = ''] = /^([^/]*)\/(.*)$/s.exec(given) ?? [];
  if (domain === '' || path === '') {
    return [invalid(field, given, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  return [
    ...dnsSubdomain(domain).map((sentence) => invalid(field, domain, sentence)),
    ...(new RegExp(`^${PATH}$`).test(path)
      ? []
      : [invalid(field, path, `Invalid path (regex used for validation is '${PATH}')`)]),
  ];
}
