/** `argocd cert …` and `argocd gpg …`: whom repositories are trusted by, and whose signatures count. */
import { readFileSync } from 'node:fs';
import { text as textOfStream } from 'node:stream/consumers';
import type { RepositoryCertificate, RepositoryCertificateList } from '../../../api/certificate/fields.ts';
import type { GnuPGPublicKey, GnuPGPublicKeyList } from '../../../api/gpg-key/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { compareBytes } from '../../../base/json/byte-order.ts';
import type { Json } from '../../../base/json-value.ts';
import { type CommandContext, EXIT, openSession } from '../command.ts';
import { mayRemove } from '../confirm.ts';
import { formatTable } from '../print/table.ts';
import { checkFormat, written } from '../print/written.ts';

const CERTIFICATES = '/api/v1/certificates';
const KEYS = '/api/v1/gpgkeys';
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
const KNOWN_HOST = /^(\S+)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/;

export interface CertListFlags {
  readonly output: string;
  readonly sort?: string;
  readonly certType?: string;
  readonly certSubType?: string;
  readonly hostnamePattern?: string;
}

/** Standard input, where no file is named. */
export type ReadInput = () => Promise<string>;

const readStandardInput: ReadInput = () => textOfStream(process.stdin);

export async function certList(context: CommandContext, flags: CertListFlags): Promise<number> {
  const { output, certType, hostnamePattern, sort = '' } = flags;
  if (!isCertType(context, certType)) return EXIT.failed;
  checkFormat(output, ['yaml', 'json', 'wide']);
  const query = { hostNamePattern: hostnamePattern, certType };
  const { items } = await openSession(context).api.call<RepositoryCertificateList>({ path: CERTIFICATES, query });
  context.output.print(formattedCertificates(items ?? [], { output, sort }));
  return EXIT.ok;
}

function isCertType({ output }: CommandContext, certType = ''): boolean {
  if (['', 'ssh', 'https'].includes(certType)) return true;
  output.print('cert-type must be either ssh or https\n');
  return false;
}

function formattedCertificates(
  items: readonly RepositoryCertificate[],
  { output, sort }: { readonly output: string; readonly sort: string },
): string {
  if (output !== 'wide') return written(items as unknown as Json, output);
  const key = sort === 'type' ? 'certType' : 'serverName';
  const rows = items
    .toSorted((a, b) => compareBytes(a[key], b[key]))
    .map(({ serverName, certType, certSubType, certInfo }) => [serverName, certType, certSubType, certInfo]);
  return formatTable([['HOSTNAME', 'TYPE', 'SUBTYPE', 'INFO'], ...rows]);
}

export interface CertAddFlags {
  readonly from?: string;
  readonly upsert?: boolean;
  readonly batch?: boolean;
}

export async function certAddTls(
  context: CommandContext,
  serverName: string,
  flags: CertAddFlags,
  input: ReadInput = readStandardInput,
): Promise<number> {
  const text = await textFrom(context, flags, {
    input,
    invitation: 'Enter TLS certificate data for repository server',
  });
  const found = text.match(PEM) ?? [];
  if (found.length === 0) {
    context.output.print('No valid certificates have been detected in the stream.\n');
    return EXIT.ok;
  }
  const certData = Buffer.from(`${found.join('\n')}\n`).toString('base64');
  const made = await create(context, [{ serverName, certType: 'https', certData }], flags);
  context.output.print(`Created entry with ${made} PEM certificates for repository server ${serverName}\n`);
  return EXIT.ok;
}

export async function certAddSsh(
  context: CommandContext,
  flags: CertAddFlags,
  input: ReadInput = readStandardInput,
): Promise<number> {
  if (flags.batch !== true) throw refused('You need to specify --batch or specify --help for usage instructions');
  const invitation = 'Enter SSH known hosts entries, one per line';
  const text = await textFrom(context, flags, { input, invitation });
  const lines = text.split('\n').map((line) => line.trim());
  const entries = lines.filter((line) => line !== '' && !line.startsWith('#')).map(entryOf);
  if (entries.length === 0) throw refused('No valid SSH known hosts data found.');
  const made = await create(context, entries, flags);
  context.output.print(`Successfully created ${made} SSH known host entries\n`);
  return EXIT.ok;
}

function entryOf(line: string): object {
  const [, serverName, certSubType, data = ''] = KNOWN_HOST.exec(line) ?? [];
  if (serverName === undefined || serverName.startsWith('@')) throw refused(`this is no known host: ${line}`);
  return { serverName, certType: 'ssh', certSubType, certData: Buffer.from(data).toString('base64') };
}

async function create(context: CommandContext, items: readonly object[], flags: CertAddFlags): Promise<number> {
  const query = { upsert: flags.upsert };
  const request = { method: 'POST', path: CERTIFICATES, query, body: { items } } as const;
  const answer = await openSession(context).api.call<RepositoryCertificateList>(request);
  return (answer.items ?? []).length;
}

interface Source {
  readonly input: ReadInput;
  readonly invitation: string;
}

async function textFrom(
  context: CommandContext,
  { from }: CertAddFlags,
  { input, invitation }: Source,
): Promise<string> {
  if (from !== undefined && from !== '-') return fileText(from);
  context.output.complain(`${invitation}. Press CTRL-D when finished.\n`);
  return await input();
}

export interface CertRemoveFlags {
  readonly certType?: string;
  readonly certSubType?: string;
  readonly yes?: boolean;
}

export async function certRemove(context: CommandContext, host: string, flags: CertRemoveFlags): Promise<number> {
  if (host === '*') throw refused('A single wildcard is not allowed as REPOSERVER name.');
  if (!isCertType(context, flags.certType)) return EXIT.failed;
  const question = `Are you sure you want to remove all certificates for '${host}'? [y/n]`;
  const cancelled = `The command to remove all certificates for '${host}' was cancelled.`;
  if (!(await mayRemove(context, { question, cancelled, yes: flags.yes }))) return EXIT.ok;
  const query = { hostNamePattern: host, certType: flags.certType, certSubType: flags.certSubType };
  const request = { method: 'DELETE', path: CERTIFICATES, query } as const;
  const { items } = await openSession(context).api.call<RepositoryCertificateList>(request);
  const removed = items ?? [];
  for (const { serverName, certType, certSubType } of removed) {
    context.output.print(`Removed cert for '${serverName}' of type '${certType}' (subtype '${certSubType}')\n`);
  }
  if (removed.length === 0) context.output.print('No certificates were removed (none matched the given pattern)\n');
  return EXIT.ok;
}

export async function gpgList(context: CommandContext, { output }: { readonly output: string }): Promise<number> {
  checkFormat(output, ['yaml', 'json', 'wide']);
  const { items } = await openSession(context).api.call<GnuPGPublicKeyList>({ path: KEYS });
  const keys = items ?? [];
  const rows = keys.map(({ keyID, subType = '', owner = '' }) => [keyID, subType.toUpperCase(), owner]);
  const table = (): string => formatTable([['KEYID', 'TYPE', 'IDENTITY'], ...rows]);
  context.output.print(output === 'wide' ? table() : written(keys as unknown as Json, output));
  return EXIT.ok;
}

export async function gpgGet(
  context: CommandContext,
  keyId: string,
  { output }: { readonly output: string },
): Promise<number> {
  checkFormat(output, ['yaml', 'json', 'wide']);
  const path = `${KEYS}/${encodeURIComponent(keyId)}`;
  const key = await openSession(context).api.call<GnuPGPublicKey>({ path });
  context.output.print(output === 'wide' ? keyText(key) : written(key as unknown as Json, output));
  return EXIT.ok;
}

function keyText({ keyID, fingerprint = '', subType = '', owner = '', keyData = '' }: GnuPGPublicKey): string {
  return [
    `Key ID:          ${keyID}`,
    `Key fingerprint: ${fingerprint}`,
    `Key subtype:     ${subType.toUpperCase()}`,
    `Key owner:       ${owner}`,
    'Key data follows until EOF:',
    `${keyData}\n`,
  ].join('\n');
}

export async function gpgAdd(context: CommandContext, { from = '' }: { readonly from?: string }): Promise<number> {
  if (from === '') throw refused('--from is mandatory');
  const body = { keyData: fileText(from) };
  const request = { method: 'POST', path: KEYS, body } as const;
  type Answer = { readonly created?: GnuPGPublicKeyList; readonly skipped?: readonly string[] };
  const { created, skipped = [] } = await openSession(context).api.call<Answer>(request);
  const also = skipped.length === 0 ? '' : `, and ${skipped.length} key(s) were skipped because they exist already`;
  context.output.print(`Created ${(created?.items ?? []).length} key(s) from input file${also}.\n`);
  return EXIT.ok;
}

export async function gpgRemove(
  context: CommandContext,
  keyId: string,
  { yes }: { readonly yes?: boolean } = {},
): Promise<number> {
  const question = `Are you sure you want to remove '${keyId}'? [y/n]`;
  const cancelled = `The command to delete key with key ID '${keyId}' was cancelled.`;
  if (!(await mayRemove(context, { question, cancelled, yes }))) return EXIT.ok;
  const query = { keyID: keyId };
  await openSession(context).api.call({ method: 'DELETE', path: KEYS, query });
  context.output.print(`Deleted key with key ID ${keyId}\n`);
  return EXIT.ok;
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw refused(`open ${path}: no such file or directory`);
  }
}

function refused(message: string): AppError {
  return new AppError({ code: 'cli.refused', kind: 'user', message });
}
