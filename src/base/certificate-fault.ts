/** Why a server's certificate is not accepted, and what helps, from the codes of OpenSSL and Node. Undefined for other codes. */
export interface CertificateFault {
  /** Goes on from the address: `https://…: the certificate …`. */
  readonly reason: string;
  readonly fix: string;
}

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
  if (
    /^ERR_SSL_(?:TLSV13_ALERT_CERTIFICATE_REQUIRED|SSLV3_ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE)|TLSV1_ALERT_UNKNOWN_CA)$/.test(
      code,
    )
  ) {
    return {
      reason: `${host} wants a client certificate, or another one`,
      fix: 'give one by tlsClientCertData and tlsClientCertKey',
    };
  }
  if (!ANY.test(code)) return undefined;
  const fix = `add it to argocd-tls-certs-cm under ${host}`;
  return { reason: `the authority that signed the certificate of ${host} is not known (${code})`, fix };
}
