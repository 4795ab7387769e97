/** PEM (RFC 7468): binary data under a label, as text. */
export interface PemBlock {
  readonly label: string;
  readonly content: Buffer;
}

export function writePem(label: string, content: Uint8Array): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The first block of a text, wherever it begins; undefined where there is none. */
export function readPem(text: string): PemBlock | undefined {
  const [, label = '', body = ''] =
    /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n([^-]*)-----END \1-----[ \t\r]*(?:\n|$)/.exec(text) ?? [];
  if (body === '') return undefined;
  const content = body.replace(/^(?:[^\n:]+:[^\n]*\n)+\r?\n/, '').replaceAll(/\s/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(content) ? { label, content: Buffer.from(content, 'base64') } : undefined;
}
