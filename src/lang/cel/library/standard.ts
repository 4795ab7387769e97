/** All functions of the language and of the extensions that Kubernetes 1.35 switches on, but for those that need Kubernetes. */
import { ARITHMETIC } from './arithmetic.ts';
import { LISTS, MAPS, SETS } from './collections.ts';
import { CONVERSIONS } from './conversions.ts';
import { DATES } from './dates.ts';
import { NETWORK } from './network.ts';
import { OPERATORS } from './operators.ts';
import { OPTIONALS } from './optionals.ts';
import { REGEX } from './patterns.ts';
import { SEMANTIC_VERSIONS } from './semantic-versions.ts';
import type { FunctionTable } from './signatures.ts';
import { STRINGS } from './strings.ts';
import { URLS } from './urls.ts';

export const STANDARD_TABLES: readonly FunctionTable[] = [
  OPERATORS,
  ARITHMETIC,
  CONVERSIONS,
  DATES,
  STRINGS,
  LISTS,
  SETS,
  MAPS,
  OPTIONALS,
  REGEX,
  URLS,
  NETWORK,
  SEMANTIC_VERSIONS,
];
