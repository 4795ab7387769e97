import type { Declared } from '../native.ts';

export const TRACED: readonly Declared[] = [];
