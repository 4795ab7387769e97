/** Why a server's certificate is not accepted, and what helps, from the codes of OpenSSL and Node. Undefined for other codes. */
export interface CertificateFault {
  /** Goes on from the address: `https://…: the certificate …`. */
  readonly reason: string;
  readonly fix: string;
}

/** What servers do that want to see a certificate: TLS 1.3 tells it only once the handshake is over. */
const CLOSED = ['UND_ERR_SOCKET', 'ECONNRESET'];
/** Alerts of servers that look at the client's certificate; the middle is spelled differently by versions of OpenSSL. */
const REFUSED =
  /^ERR_SSL_\S*ALERT_(?:CERTIFICATE_(?:REQUIRED|EXPIRED|REVOKED|UNKNOWN)|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|NO_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;
const ANY = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_)/;

export function certificateFault(code: string, host: string): CertificateFault | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { reason: `the certificate is not for ${host}`, fix: 'use a name that it is for, or renew it for this one' };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return { reason: `the certificate of ${host} has expired`, fix: 'it has to be renewed on the server' };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return { reason: `the certificate of ${host} is not valid yet`, fix: 'look at the clocks of both machines' };
  }
  if (REFUSED.test(code)) {
    return {
      reason: `${host} wants a client certificate, or another one`,
      fix: 'give one by tlsClientCertData and tlsClientCertKey',
    };
  }
  if (code === 'INVALID_PURPOSE') {
    return { reason: `the certificate of ${host} is not one of a server`, fix: 'give the server one that is' };
  }
  if (!ANY.test(code)) return undefined;
  const fix = `add it to argocd-tls-certs-cm under ${host}`;
  return { reason: `the authority that signed the certificate of ${host} is not known (${code})`, fix };
}

/** Why a server with TLS may have ended a connection without an answer. Undefined where it has none, and for other codes. */
export function closedFault(code: string, url: string): CertificateFault | undefined {
  if (!url.startsWith('https:') || !CLOSED.includes(code)) return undefined;
  const fix =
    'servers that want a client certificate do so where none is shown, or another one ' +
    '(tlsClientCertData, tlsClientCertKey)';
  return { reason: 'the server closed the connection', fix };
}
