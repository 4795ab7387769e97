import { health } from '../../health.ts';
import { firstOf, inGroup, judgedBy } from '../vocabulary/index.ts';

/** Camel K. */
export const CAMEL_APACHE_ORG = inGroup('camel.apache.org', {
  Integration: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for Integration')),
});
