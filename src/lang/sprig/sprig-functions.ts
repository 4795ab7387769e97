/** All functions of sprig 3.3, as Argo CD's ApplicationSets and notifications offer them. */
import { type FunctionTable, functionTable, GoError, type GoFunction, STRING } from '../go-value/index.ts';
import { CERTIFICATE_FUNCTIONS } from './crypto/certificate-functions.ts';
import { SECRET_FUNCTIONS } from './crypto/secret-functions.ts';
import { DATE_FUNCTIONS } from './dates/date-functions.ts';
import { define } from './define.ts';
import { DICT_FUNCTIONS } from './dicts/dict-functions.ts';
import { ENCODING_FUNCTIONS } from './encoding/encoding-functions.ts';
import { LIST_FUNCTIONS } from './lists/list-functions.ts';
import { NUMBER_FUNCTIONS } from './numbers/number-functions.ts';
import { CHOICE_FUNCTIONS } from './reflection/choice-functions.ts';
import { regexFunctions } from './regex/regex-functions.ts';
import { SEMVER_FUNCTIONS } from './semver/semver-functions.ts';
import { CASE_FUNCTIONS } from './strings/case-functions.ts';
import { CUT_FUNCTIONS } from './strings/cut-functions.ts';
import { TEXT_FUNCTIONS } from './strings/text-functions.ts';
import { PATH_FUNCTIONS } from './url/path-functions.ts';
import { URL_FUNCTIONS } from './url/url-functions.ts';

const FAIL = define('fail', [STRING], (args) => {
  throw new GoError(args.text(0));
});

/** The name service is not asked: a render depends on its inputs alone. */
const HOST = define('getHostByName', [STRING], () => '');

/** `env` and `expandenv` are not among them: no template sees the environment. Patterns are kept by the list itself. */
export function sprigFunctions(): readonly GoFunction[] {
  return [
    ...CASE_FUNCTIONS,
    ...CUT_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...DICT_FUNCTIONS,
    ...CHOICE_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...regexFunctions(),
    ...SEMVER_FUNCTIONS,
    ...PATH_FUNCTIONS,
    ...URL_FUNCTIONS,
    ...SECRET_FUNCTIONS,
    ...CERTIFICATE_FUNCTIONS,
    FAIL,
    HOST,
  ];
}

/** The same as a table. */
export function sprigTable(): FunctionTable {
  return functionTable(sprigFunctions());
}
