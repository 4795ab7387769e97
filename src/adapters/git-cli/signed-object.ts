/**
 * The signature of a commit or an annotated tag, and what it covers (Git documentation, "gitformat-signature"). Bytes are held
 * as Latin-1 text, so that what is verified is what was signed.
 */
import type { SignedObject } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { gitError } from './git-error.ts';

/** The last line of this kind begins the signature of a tag. */
const ARMOUR = /^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----$/gm;
const PERSON = /^(?:author|tagger) (.*) -?\d+ [+-]\d{4}$/m;

/** Throws `git.failed` where the object is damaged. */
export function readSigned({ type, content }: Pick<BatchObject, 'type' | 'content'>): SignedObject {
  const text = content.toString('latin1');
  const border = text.indexOf('\n\n');
  if (border < 0 && type === 'commit') throw gitError('git.failed', 'a commit object is damaged', { kind: 'terminal' });
  const head = border < 0 ? text : text.slice(0, border);
  const rest = border < 0 ? '' : text.slice(border + 2);
  const parts = type === 'tag' ? signedTag(head, rest) : signedCommit(head, rest);
  return {
    kind: type === 'tag' ? 'tag' : 'commit',
    payload: Buffer.from(parts.payload, 'latin1'),
    signature: parts.signature,
    by: utf8(PERSON.exec(head)?.[1] ?? ''),
    message: utf8(parts.message),
    parents: [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, oid = '']) => oid),
  };
}

interface Parts {
  readonly payload: string;
  readonly signature: string;
  readonly message: string;
}

/** A head line of its own, continued by lines that begin with a space. Two of them are none that anybody has made. */
function signedCommit(head: string, message: string): Parts {
  const kept: string[] = [];
  const signatures: string[][] = [];
  let taking: string[] | undefined;
  for (const line of head.split('\n')) {
    if (line.startsWith(' ') && taking !== undefined) {
      taking.push(line.slice(1));
      continue;
    }
    taking = /^gpgsig(?:-sha256)? /.test(line) ? [line.slice(line.indexOf(' ') + 1)] : undefined;
    if (taking === undefined) kept.push(line);
    else if (line.startsWith('gpgsig ')) signatures.push(taking);
  }
  const signature = signatures.map((lines) => `${lines.join('\n')}\n`).join('');
  return { payload: `${kept.join('\n')}\n\n${message}`, signature, message };
}

/** At the end of the message. */
function signedTag(head: string, rest: string): Parts {
  const at = [...rest.matchAll(ARMOUR)].at(-1)?.index ?? rest.length;
  const message = rest.slice(0, at);
  return { payload: `${head}\n\n${message}`, signature: rest.slice(at), message };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
