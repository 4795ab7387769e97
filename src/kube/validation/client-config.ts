/** How the API server reaches a webhook: a URL, or a Service of the cluster (apiserver, util/webhook). */
import { isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from './causes.ts';
import { dnsSubdomain, presentMembers } from './field-rules.ts';
import { wrongPort } from './formats.ts';
import type { Rule } from './rule.ts';

const FORM = 'desired format: https://host[/path]';
const PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/;

/** A URL or a Service, not both. */
export const clientConfig: Rule = ({ value, path }) => {
  const given = presentMembers(value, ['url', 'service']);
  if (given.length !== 1) return [required(path, 'exactly one of url or service is required')];
  const url = value['url'];
  return typeof url === 'string'
    ? urlCauses(url, `${path}.url`)
    : swappedServiceCauses(value['service'], `${path}.service`);
};

/** Causes for the address of a webhook outside the cluster. */
export function urlCauses(url: string, field: string): readonly FieldCause[] {
  const [, scheme = '', user, host = '', query = '', fragment = ''] = PARTS.exec(url) ?? [];
  const stray = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(url)?.[0];
  if (stray !== undefined) {
    const why = `parse ${JSON.stringify(url)}: invalid URL escape ${JSON.stringify(stray)}`;
    return [required(field, `url must be a valid URL: ${why}; ${FORM}`)];
  }
  const causes: FieldCause[] = [];
  if (scheme.toLowerCase() !== 'https') {
    causes.push(invalid(field, scheme.toLowerCase(), `'https' is the only allowed URL scheme; ${FORM}`));
  }
  if (host === '') causes.push(invalid(field, '', `host must be specified; ${FORM}`));
  if (user !== undefined) causes.push(invalid(field, user, 'user information is not permitted in the URL'));
  if (fragment !== '') causes.push(invalid(field, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') causes.push(invalid(field, query, 'query parameters are not permitted in the URL'));
  return causes;
}

/** As `serviceCauses`; webhooks of every kind are told the one name for the other. */
export function swappedServiceCauses(service: Json | undefined, field: string): readonly FieldCause[] {
  const given = isObject(service) ? service : {};
  return serviceCauses({ ...given, name: given['namespace'], namespace: given['name'] }, field);
}

/** Causes for a reference to a Service, with a path below it. */
export function serviceCauses(service: Json | undefined, field: string): readonly FieldCause[] {
  const path = textAt(service, 'path');
  const port = isObject(service) ? service['port'] : undefined;
  return [
    ...['name', 'namespace'].filter((name) => !textAt(service, name)).map((name) => required(`${field}.${name}`)),
    ...(typeof port === 'number'
      ? wrongPort(port).map((sentence) => invalid(`${field}.port`, port, `port is not valid: ${sentence}`))
      : []),
    ...(path === undefined ? [] : pathCauses(path, `${field}.path`)),
  ];
}

function pathCauses(path: string, field: string): readonly FieldCause[] {
  if (path === '/' || path === '') return [];
  if (path === '//') return [invalid(field, path, 'segment[0] may not be empty')];
  const causes = path.startsWith('/') ? [] : [invalid(field, path, "must start with a '/'")];
  // The first byte goes whatever it is.
  const rest = /^[\u0000-\u007f]/.test(path) ? path.slice(1) : path;
  const steps = rest.replace(/\/$/, '').split('/');
  return [
    ...causes,
    ...steps.flatMap((step, index): readonly FieldCause[] => {
      if (step === '') return [invalid(field, path, `segment[${index}] may not be empty`)];
      return dnsSubdomain(step).map((sentence) => invalid(field, path, `segment[${index}]: ${sentence}`));
    }),
  ];
}
