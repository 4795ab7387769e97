import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiEnvironment } from '../../../testkit/api-environment.ts';
import { cliSession } from '../../../testkit/cli-session.ts';
import { testCertificates } from '../../../testkit/test-certificates.ts';
import { certAddSsh, certAddTls, certList, certRemove, gpgAdd, gpgGet, gpgList } from './trust.ts';

const WIDE = { output: 'wide' };
const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g';
const HEADER = 'HOSTNAME  TYPE  SUBTYPE  INFO\n';

test('certificates and host keys: added from files and from what is typed, listed, removed (recorded: cert/list)', async () => {
  await using api = await apiEnvironment();
  const run = await cliSession(api, 'admin');
  expect((await run((context) => certList(context, WIDE))).stdout).toBe(HEADER);
  const typed = async () => `# comment\ngit.example.com ssh-ed25519 ${KEY} someone\n\n`;
  expect(await run((context) => certAddSsh(context, { batch: true }, typed))).toEqual({
    exit: 0,
    stdout: 'Successfully created 1 SSH known host entries\n',
    stderr: 'Enter SSH known hosts entries, one per line. Press CTRL-D when finished.\n',
  });
  const { server, client } = testCertificates();
  const folder = mkdtempSync(join(tmpdir(), 'cli-trust-'));
  const from = join(folder, 'bundle.pem');
  writeFileSync(from, `${server.certificate}\nsomething else\n${client.certificate}`);
  expect((await run((context) => certAddTls(context, 'a.example.com', { from }))).stdout).toBe(
    'Created entry with 2 PEM certificates for repository server a.example.com\n',
  );
  rmSync(folder, { recursive: true });
  const lines = [
    'HOSTNAME         TYPE   SUBTYPE      INFO',
    'a.example.com    https  ecdsa        CN=server',
    'a.example.com    https  ecdsa        CN=client',
    'git.example.com  ssh    ssh-ed25519  SHA256:',
    '',
  ];
  expect((await run((context) => certList(context, WIDE))).stdout).toBe(lines.join('\n'));
  expect((await run((context) => certList(context, { output: 'yaml', certType: 'ssh' }))).stdout).toBe(
    "- certData: null\n  certInfo: 'SHA256:'\n  certSubType: ssh-ed25519\n  certType: ssh\n  serverName: git.example.com\n",
  );
  expect((await run((context) => certRemove(context, 'git.*', { certType: 'ssh' }))).stdout).toBe(
    "Removed cert for 'git.example.com' of type 'ssh' (subtype 'ssh-ed25519')\n",
  );
  expect((await run((context) => certRemove(context, 'git.*', {}))).stdout).toBe(
    'No certificates were removed (none matched the given pattern)\n',
  );
});

test('what is refused before a server is asked, and how each ends', async () => {
  await using api = await apiEnvironment();
  const run = await cliSession(api, 'admin');
  const nothing = async (): Promise<string> => 'no certificate';
  const outcomes = [
    await run((context) => certList(context, { ...WIDE, certType: 'pigeon' })),
    await run((context) => certList(context, { output: 'toml' })),
    await run((context) => certRemove(context, '*', {})),
    await run((context) => certAddSsh(context, {})),
    await run((context) => certAddSsh(context, { batch: true }, nothing)),
    await run((context) => certAddTls(context, 'a', {}, nothing)),
    await run((context) => gpgAdd(context, {})),
    await run((context) => gpgAdd(context, { from: 'nothing.asc' })),
    await run((context) => gpgGet(context, '0000000000000000', WIDE)),
    await run((context) => gpgList(context, WIDE)),
  ];
  expect(outcomes.map(({ exit, stdout, stderr }) => [exit, stdout || stderr.split('\n').at(-2)])).toEqual([
    [1, 'cert-type must be either ssh or https\n'],
    [20, 'unknown output format: toml. Supported formats: yaml|json|wide'],
    [20, 'A single wildcard is not allowed as REPOSERVER name.'],
    [20, 'You need to specify --batch or specify --help for usage instructions'],
    [20, 'this is no known host: no certificate'],
    [0, 'No valid certificates have been detected in the stream.\n'],
    [20, '--from is mandatory'],
    [20, 'open nothing.asc: no such file or directory'],
    [20, 'rpc error: code = Unknown desc = no such key: 0000000000000000'],
    [0, 'KEYID  TYPE  IDENTITY\n'],
  ]);
});
