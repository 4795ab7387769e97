/** The functions of expressions in Kubernetes, made once for a process that needs them. */
import { type Functions, functionsOf, STANDARD_TABLES } from '../../lang/cel/index.ts';
import { KUBERNETES_TABLES } from './library/kubernetes-functions.ts';

/** All functions of Kubernetes 1.35. */
export const KUBERNETES_FUNCTIONS: Functions = functionsOf(...STANDARD_TABLES, ...KUBERNETES_TABLES);
