import { health } from '../../health.ts';
import { firstOf, inGroup, judgedBy } from '../vocabulary/index.ts';

/** Sealed Secrets. */
export const BITNAMI_COM = inGroup('bitnami.com', {
  SealedSecret: firstOf([judgedBy('Synced')], health('Progressing', 'Waiting for Sealed Secret to be decrypted')),
});
