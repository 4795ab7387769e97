/** GnuPG public keys that signed commits are checked with. */

import { listMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, list, struct, text, value } from '../schema/notation.ts';

export const gnuPGPublicKey = struct('GnuPGPublicKey', {
  keyID: text(1, '16 hex', always),
  fingerprint: text(2, 'Full'),
  owner: text(3, 'Text'),
  trust: text(4, 'Level'),
  subType: text(5, 'Algorithm'),
  keyData: text(6, 'Armored key, base64 text'),
});
export type GnuPGPublicKey = Infer<typeof gnuPGPublicKey>;

export const gnuPGPublicKeyList = struct('GnuPGPublicKeyList', {
  metadata: value(1, listMeta, 'List metadata'),
  items: list(2, gnuPGPublicKey, 'Keys', always),
});
export type GnuPGPublicKeyList = Infer<typeof gnuPGPublicKeyList>;
