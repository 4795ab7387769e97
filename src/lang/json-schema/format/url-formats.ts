/** URLs as Go's net/url takes them: more than RFC 3986 allows. */
import { quote } from '../../go-value/index.ts';
import { checkIpv6 } from './host-formats.ts';

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;

export function checkUri(text: string): string | undefined {
  const reason = urlFault(text);
  if (reason !== undefined) return reason;
  return SCHEME.test(text) ? undefined : 'relative url';
}

export function checkUriReference(text: string): string | undefined {
  return text.includes('\\') ? 'contains \\' : urlFault(text);
}

/** RFC 6570: braces come in pairs and are not nested. */
export function checkUriTemplate(text: string): string | undefined {
  const reason = urlFault(text);
  if (reason !== undefined) return reason;
  const path = text.replace(/[?#].*$/s, '');
  for (const segment of path.split('/')) {
    let open = false;
    for (const character of segment.match(/[{}]/g) ?? []) {
      if ((character === '{') === open) return 'nested curly braces';
      open = !open;
    }
    if (open) return 'no matching closing brace';
  }
  return undefined;
}

function urlFault(text: string): string | undefined {
  const fault = (reason: string): string => `parse ${quote(text)}: ${reason}`;
  if (/[\0-\x1f\x7f]/.test(text)) return fault('net/url: invalid control character in URL');
  if (text.startsWith(':')) return fault('missing protocol scheme');
  const rest = text.replace(/#.*$/s, '').replace(SCHEME, '');
  if (!SCHEME.test(text) && !rest.startsWith('/') && /^[^/?]*:/.test(rest)) {
    return fault('first path segment in URL cannot contain colon');
  }
  const authority = /^\/\/([^/?]*)/.exec(rest)?.[1];
  const host = authority === undefined ? undefined : hostFault(authority);
  if (host !== undefined) return host.startsWith('ipv6') || host.startsWith('invalid ipv6') ? host : fault(host);
  const broken = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(rest.replace(/\?.*$/s, ''))?.[0];
  return broken === undefined ? undefined : fault(`invalid URL escape ${quote(broken)}`);
}

function hostFault(authority: string): string | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[([^\]]*)\](.*)$/s.exec(host);
  const port = bracketed === null ? /:[^:]*$/.exec(host)?.[0] : bracketed[2];
  if (host.startsWith('[') && bracketed === null) return "missing ']' in host";
  if (port !== undefined && !/^(?::[0-9]*)?$/.test(port)) return `invalid port ${quote(port)} after host`;
  const stranger = /[ <>"]/.exec(host)?.[0];
  if (stranger !== undefined) return `invalid character ${quote(stranger)} in host name`;
  const reason = bracketed === null || !bracketed[1]?.includes(':') ? undefined : checkIpv6(bracketed[1]);
  return reason === undefined ? undefined : `invalid ipv6 address: ${reason}`;
}
