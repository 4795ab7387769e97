/** Bodies of the objects that a plan touches, as of the newest snapshot, for code that must not wait. */
import { type PlanInput, planSync, settledness } from '../../engine/sync/index.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import type { LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import type { OperationRun } from './operation-run.ts';

export class LiveBodies {
  private readonly cluster: LiveCluster;
  /** Uids of objects that the API server said are gone; the snapshot may lag. */
  private readonly gone: ReadonlySet<string>;
  private readonly bodies: Map<string, KubeObject>;
  private readonly answers: OperationRun['applied'];

  /** `known`: bodies of the last look, by key. `answers`: what own writes were answered with. */
  constructor(
    cluster: LiveCluster,
    gone: ReadonlySet<string>,
    { known, answers }: { readonly known: ReadonlyMap<string, KubeObject>; readonly answers: OperationRun['applied'] },
  ) {
    this.cluster = cluster;
    this.gone = gone;
    this.bodies = new Map(known);
    this.answers = answers;
  }

  get(key: ObjectKey): KubeObject | undefined {
    return this.bodies.get(keyText(key));
  }

  /** Brings every object of the plan up to date. Bodies are read again only where their version has changed. */
  async load(input: Omit<PlanInput, 'live'>): Promise<void> {
    const keys = new Map<string, ObjectKey>();
    for (const task of planSync({ ...input, live: () => undefined })) {
      for (const key of [task.key, { ...task.key, namespace: '' }]) keys.set(keyText(key), key);
    }
    for (const { live } of input.compared) if (live !== undefined) keys.set(keyText(keyOf(live)), keyOf(live));
    await Promise.all([...keys].map(([id, key]) => this.refresh(id, key)));
  }

  private async refresh(id: string, key: ObjectKey): Promise<void> {
    const record = this.cluster.get(key);
    if (record === undefined || this.gone.has(record.uid)) {
      this.bodies.delete(id);
      return;
    }
    if (isOf(this.bodies.get(id), record)) return;
    const answer = this.answers.get(id)?.answer;
    const body = isOf(answer, record) ? answer : await this.cluster.body(key);
    if (body === undefined || this.gone.has(body.metadata.uid ?? '')) this.bodies.delete(id);
    else this.bodies.set(id, body);
  }

  /** The first instant at which an object settles by time alone. */
  settlesAt(run: OperationRun, now: number): number | undefined {
    const instants = [...this.bodies].flatMap(([id, body]) => {
      const judged = settledness(body, run.applied.get(id), now);
      return judged.settled || judged.until === undefined ? [] : [judged.until];
    });
    return instants.length === 0 ? undefined : Math.min(...instants);
  }
}

function isOf(body: KubeObject | undefined, { uid, resourceVersion }: LiveRecord): body is KubeObject {
  return body?.metadata.resourceVersion === resourceVersion && body.metadata.uid === uid;
}
