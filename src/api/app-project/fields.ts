/** Provisional: replaced by the field tables. */
import type { KubeObject } from '../../kube/object/kube-object.ts';

export interface AppProject extends KubeObject {
  readonly spec: {
    readonly roles?: readonly {
      readonly name: string;
      readonly jwtTokens?: readonly { readonly iat: number; readonly id?: string }[];
    }[];
  };
}
