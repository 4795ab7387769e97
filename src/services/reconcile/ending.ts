/**
 * The end of an operation on its way into the Application. The pass goes on as if it stood there already, so that the status it
 * leads to is stored with the same write; what takes too long, or goes wrong, has the end written by itself. Before: sync.
 */
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import type { ApplicationView } from './application-view.ts';
import type { PassContext } from './pass.ts';

export interface EndingParts {
  readonly context: PassContext;
  /** What is stored: the end holds for this version only. */
  readonly stored: ApplicationView;
  readonly patch: JsonObject;
  /** Writes the end by itself, trying again where somebody wrote elsewhere. */
  readonly write: () => Promise<'written' | 'overtaken'>;
  /** Told once the end is stored. */
  readonly onStored: () => void;
}

/** A patch that carries the end. */
export interface Carried {
  readonly patch: JsonObject;
  readonly resourceVersion: string;
}

export class Ending {
  private readonly parts: EndingParts;
  private state: 'open' | 'carried' | 'stored' = 'open';
  private writing: Promise<'written' | 'overtaken'> | undefined;

  /** From here on the pass sees the Application with the operation ended. */
  constructor(parts: EndingParts) {
    this.parts = parts;
    const { context, stored, patch } = parts;
    // A patched object is an object still.
    context.accept(applyMergePatch(stored.object, patch) as KubeObject);
  }

  /** The patch for the write of the status to carry; undefined where the end is being written by itself, and is then. */
  async carry(): Promise<Carried | undefined> {
    if (this.writing !== undefined) await this.writing;
    if (this.state !== 'open' || this.writing !== undefined) return undefined;
    this.state = 'carried';
    const { stored, patch } = this.parts;
    return { patch, resourceVersion: stored.object.metadata.resourceVersion ?? '' };
  }

  /** How the write that carried it went. */
  arrived(isStored: boolean): void {
    if (this.state !== 'carried') return;
    this.state = 'open';
    if (isStored) this.store();
  }

  /** Writes the end by itself, unless it is stored or under way. */
  write(): Promise<'written' | 'overtaken'> {
    if (this.state !== 'open') return Promise.resolve('written');
    this.writing ??= this.writeAlone();
    return this.writing;
  }

  /** Where that fails the pass fails, and the next one has to see what is really stored. */
  private async writeAlone(): Promise<'written' | 'overtaken'> {
    const { context, stored, write } = this.parts;
    try {
      const written = await write();
      if (written === 'written') this.store();
      return written;
    } catch (error) {
      context.accept(stored.object);
      throw error;
    }
  }

  private store(): void {
    this.state = 'stored';
    this.parts.onStored();
  }
}
