import { health } from '../../health.ts';
import { firstOf, inGroup, judgedBy } from '../vocabulary/index.ts';

/** cert-manager before version 0.11. */
export const CERTMANAGER_K8S_IO = inGroup('certmanager.k8s.io', {
  Certificate: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for certificate')),
  Issuer: firstOf([judgedBy('Ready')], health('Progressing', 'Initializing issuer')),
});
