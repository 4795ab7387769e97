import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, judgedBy, when } from '../vocabulary/index.ts';

/** cert-manager: a certificate that is being issued again is Progressing though the old one is Ready. */
export const CERT_MANAGER_IO = inGroup('cert-manager.io', {
  Certificate: firstOf(
    [inConditions(when('Issuing=True', 'Progressing')), judgedBy('Ready')],
    health('Progressing', 'Waiting for certificate'),
  ),
  ClusterIssuer: firstOf([judgedBy('Ready')], health('Progressing', 'Initializing ClusterIssuer')),
  Issuer: firstOf([judgedBy('Ready')], health('Progressing', 'Initializing issuer')),
});
