import { expect, test } from 'vitest';
import { ApiFault } from '../status/api-fault.ts';
import { checkWriteOptions } from './check-options.ts';
import { APPLY_PATCH, MERGE_PATCH } from './patch-types.ts';

function fieldsOf(query: string, patch?: string): readonly string[] {
  try {
    checkWriteOptions(new URLSearchParams(query), patch === undefined ? 'CreateOptions' : 'PatchOptions', patch);
    return [];
  } catch (error) {
    return error instanceof ApiFault ? (error.details.causes ?? []).map(({ field }) => field) : ['?'];
  }
}

test.each([
  ['nothing said', '', undefined, []],
  ['all that is known', 'dryRun=All&fieldManager=me&fieldValidation=Strict', undefined, []],
  [
    'everything wrong',
    'fieldValidation=x&dryRun=x&fieldManager=%00',
    undefined,
    ['fieldManager', 'dryRun', 'fieldValidation'],
  ],
  ['each odd character', 'fieldManager=%00%01', undefined, ['fieldManager', 'fieldManager']],
  ['an apply by nobody', '', APPLY_PATCH, ['fieldManager']],
  ['force where there is none', 'force=false', MERGE_PATCH, ['force']],
])('%s', (_name, query, patch, wanted) => {
  expect(fieldsOf(query, patch)).toEqual(wanted);
});
