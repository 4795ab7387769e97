/** Policies as they were compiled, for as long as they stay the same. */
import { type CompiledPolicy, compilePolicy, specOf } from '../../kube/cel/policy/policy-expressions.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export class PolicyMemory {
  /** Stored objects never change, so what was made of one goes with it. */
  readonly #compiled = new WeakMap<KubeObject, CompiledPolicy>();

  compiled(policy: KubeObject): CompiledPolicy {
    const known = this.#compiled.get(policy) ?? compilePolicy(specOf(policy));
    this.#compiled.set(policy, known);
    return known;
  }
}
