/** The functions of CEL that only Kubernetes has. */
import type { FunctionTable } from '../../../lang/cel/index.ts';
import { AUTHORIZERS } from './authorizers.ts';
import { NAMED_FORMATS } from './named-formats.ts';
import { QUANTITIES } from './quantities.ts';

export const KUBERNETES_TABLES: readonly FunctionTable[] = [QUANTITIES, NAMED_FORMATS, AUTHORIZERS];
