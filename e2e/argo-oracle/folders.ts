/** Where the real Argo CD and what was recorded of it are kept: `TIPHYS_ARGO_ORACLE`, or a folder of the cache. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const HOME = process.env['TIPHYS_ARGO_ORACLE'] ?? join(homedir(), '.cache/tiphys-argo-oracle');
export const BINARY = join(HOME, 'bin/argocd');
/** Custom resource definitions of that version. */
export const DEFINITIONS = join(HOME, 'crds');
/** Stories with what the real one made of them. */
export const RECORDED = join(HOME, 'recorded');
/** Stories with what the product made of them. */
export const OURS = join(HOME, 'ours');
/** Helm and Kustomize, which Argo CD calls; `install` beside them makes them. */
export const TOOLS = join(process.env['TIPHYS_ORACLES'] ?? join(homedir(), '.cache/tiphys-oracles'), 'bin');
/** Stories with what the real one made of them on the embedded API. */
export const ON_KUBELITE = join(HOME, 'on-kubelite');
