/** The language of charts: Helm's functions, and what a missing key gives. */
import { TemplateLibrary } from '../../../lang/go-template/index.ts';
import { functionTable } from '../../../lang/go-value/index.ts';
import { helmFunctions } from '../../../lang/sprig/index.ts';

/** A library that knows no texts yet. */
export function helmLibrary(): TemplateLibrary {
  return new TemplateLibrary(functionTable(helmFunctions()), { missingKey: 'zero', rootName: 'gotpl' });
}
