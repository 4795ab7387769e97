/**
 * The journal of one operation during a pass: changes are made in memory and written when they must be. A write that meets a
 * newer version is tried again where the newer version only differs elsewhere; where the journal differs, somebody else has
 * decided something (a termination, another leader) and the pass begins again.
 */
import type { OperationState } from '../../api/application/fields.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';
import type { ApplicationView } from './application-view.ts';
import { Ending } from './ending.ts';
import { addressOfApp, type JournalEntry, journalPatch, writeJournal } from './journal.ts';
import { journalWithin } from './journal-budget.ts';
import type { PassContext } from './pass.ts';

export interface Overtaken {
  readonly kind: 'overtaken';
}

const TRIES = 10;

export class JournalKeeper {
  private readonly context: PassContext;
  private current: OperationState;

  constructor(context: PassContext, state: OperationState) {
    this.context = context;
    this.current = state;
  }

  /** The journal as it is to be; not necessarily written. */
  get state(): OperationState {
    return this.current;
  }

  update(change: Partial<OperationState>): void {
    this.current = { ...this.current, ...change };
  }

  /** Stores the journal where it differs from what is stored. */
  async write(): Promise<'written' | 'overtaken'> {
    return this.store({ state: this.stored(), completed: false });
  }

  /** The ended journal: it takes the request away and puts the history in with the same write. */
  complete(history: readonly object[] | undefined, onStored: () => void): Ending {
    const { context } = this;
    const stored = context.view;
    const state: JournalEntry = { state: this.stored(), completed: true };
    const entry = history === undefined ? state : { ...state, history: history as readonly Json[] };
    const patch = journalPatch(stored, entry) ?? {};
    return new Ending({ context, stored, patch, onStored, write: () => this.store(entry, stored) });
  }

  /** As much of the journal as fits into the Application. */
  private stored(): OperationState {
    return journalWithin(this.current, this.context.tuning.journalBudget);
  }

  private async store(entry: JournalEntry, from = this.context.view): Promise<'written' | 'overtaken'> {
    const { kube } = this.context;
    let view = from;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const result = await writeJournal(kube, view, entry);
      if (result.kind === 'written') {
        this.context.accept(result.object);
        return 'written';
      }
      const fresh = await kube.get(addressOfApp(view));
      if (fresh === undefined) return 'overtaken';
      this.context.accept(fresh);
      if (!sameOperation(view, this.context.view)) return 'overtaken';
      view = this.context.view;
    }
    return 'overtaken';
  }
}

/** Neither the journal nor the request has changed. */
function sameOperation(before: ApplicationView, after: ApplicationView): boolean {
  return (
    before.object.metadata.uid === after.object.metadata.uid &&
    jsonEqual(
      before.app.status?.operationState as Json | undefined,
      after.app.status?.operationState as Json | undefined,
    ) &&
    jsonEqual(before.object['operation'], after.object['operation'])
  );
}
