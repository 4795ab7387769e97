import { health } from '../../health.ts';
import { firstOf, inGroup, judgedBy } from '../vocabulary/index.ts';

/** 1Password. */
export const ONEPASSWORD_COM = inGroup('onepassword.com', {
  OnePasswordItem: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for controller to report status')),
});
