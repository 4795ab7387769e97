/** The two ways a Git server tells its refs: `ls-refs` of protocol version 2, and the advertisement before it. */
import type { GitRefs, Oid } from '../../ports/git.ts';
import { gitError } from './git-error.ts';
import { DELIMITER, FLUSH, type Packet, packet } from './pkt-line.ts';

export type Advertisement = { readonly kind: 'capabilities' } | { readonly kind: 'refs'; readonly refs: GitRefs };

const LINE = /^([0-9a-f]{40}) ([^ ]+)(.*)$/;

/** Body of a request for HEAD and the refs that begin with one of the prefixes. */
export function lsRefsRequest(prefixes: readonly string[], agent: string): string {
  const wanted = ['HEAD', ...prefixes].map((prefix) => packet(`ref-prefix ${prefix}\n`));
  const options = [packet('peel\n'), packet('symrefs\n'), ...wanted];
  const head = [packet('command=ls-refs\n'), packet(`agent=${agent}\n`), packet('object-format=sha1\n')];
  return [...head, DELIMITER, ...options, FLUSH].join('');
}

/** Answer to `ls-refs`: `<oid> <name> symref-target:<name> peeled:<oid>`. */
export function readLsRefs(packets: readonly Packet[]): GitRefs {
  const refs = new Map<string, Oid>();
  const tagObjects = new Map<string, Oid>();
  let head: string | undefined;
  for (const line of lines(packets)) {
    const [, oid = '', name = '', attributes = ''] = LINE.exec(line) ?? [];
    if (oid === '') throw notUnderstood();
    const peeled = / peeled:([0-9a-f]{40})/.exec(attributes)?.[1];
    refs.set(name, peeled ?? oid);
    if (peeled !== undefined) tagObjects.set(name, oid);
    if (name === 'HEAD') head = / symref-target:([^ ]+)/.exec(attributes)?.[1];
  }
  return { refs, head, tagObjects };
}

/**
 * Answer to `info/refs`. A server of version 2 tells its capabilities only; an older one all refs, with HEAD's target among
 * the capabilities of the first and a peeled tag as an extra `^{}` line.
 */
export function readAdvertisement(packets: readonly Packet[]): Advertisement {
  const told = lines(packets).filter((line) => !line.startsWith('# service='));
  if (told[0] === 'version 2') {
    const format = told.find((line) => line.startsWith('object-format='));
    if (format !== undefined && format !== 'object-format=sha1') throw otherObjectFormat(format);
    return { kind: 'capabilities' };
  }
  const capabilities = told[0]?.split('\0')[1] ?? '';
  const named = told.map((line) => line.split('\0')[0] ?? '');
  return { kind: 'refs', refs: { ...readRefLines(named), head: /symref=HEAD:([^ ]+)/.exec(capabilities)?.[1] } };
}

/** Output of `git ls-remote --symref`: tabs between object id and name, HEAD's target as `ref: <name>\tHEAD`. */
export function readLsRemote(output: string): GitRefs {
  const told = output.split('\n').filter((line) => line !== '');
  const lines = told.filter((line) => !line.startsWith('ref: ')).map((line) => line.replace('\t', ' '));
  return { ...readRefLines(lines), head: /^ref: (\S+)\tHEAD$/m.exec(output)?.[1] };
}

/** A tag's own line comes before that of the commit it stands for. */
function readRefLines(told: readonly string[]): Pick<GitRefs, 'refs' | 'tagObjects'> {
  const refs = new Map<string, Oid>();
  const tagObjects = new Map<string, Oid>();
  for (const line of told) {
    const [, oid = '', name = ''] = LINE.exec(line) ?? [];
    if (oid === '') throw notUnderstood();
    if (/^0+$/.test(oid)) continue;
    const own = name.endsWith('^{}') ? name.slice(0, -3) : name;
    const tag = own === name ? undefined : refs.get(own);
    if (tag !== undefined) tagObjects.set(own, tag);
    refs.set(own, oid);
  }
  return { refs, tagObjects };
}

function lines(packets: readonly Packet[]): string[] {
  return packets.flatMap((one) => (one.kind === 'line' ? [one.text] : []));
}

function notUnderstood(): Error {
  return gitError('git.not-a-repository', 'the answer is no list of refs');
}

function otherObjectFormat(format: string): Error {
  return gitError('git.failed', `repositories with ${format} are not supported`, { kind: 'user' });
}
