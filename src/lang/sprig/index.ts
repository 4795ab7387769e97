/** sprig's and Helm's template functions. */
export { jsonValue } from './encoding/json-value-of.ts';
export { helmFunctions, helmTable } from './helm/helm-functions.ts';
export {
  type Lookup,
  type LookupQuery,
  NOTHING_FOUND,
  templateFunctions,
  WARNING_END,
  WARNING_START,
} from './helm/template-functions.ts';
export { yamlText } from './helm/yaml-functions.ts';
export { sprigFunctions, sprigTable } from './sprig-functions.ts';
