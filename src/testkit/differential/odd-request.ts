/** A request of which it takes more than one mistake, or an unusual one, to see how a server goes about it. */
import type { Edit } from './edit.ts';
import type { RequestWay } from './random-requests.ts';

export interface OddRequest {
  readonly reason: string;
  /** Kind and name of a valid object. */
  readonly object: string;
  readonly way: RequestWay;
  readonly edits: readonly Edit[];
}
