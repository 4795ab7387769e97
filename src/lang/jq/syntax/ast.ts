/** The syntax tree of jq. */
import type { Json } from '../../../base/json-value.ts';

export type Query =
  | { readonly kind: 'identity' | 'descend' }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'text'; readonly format: string; readonly parts: readonly (string | Query)[] }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'index'; readonly target: Query; readonly key: Query }
  | {
      readonly kind: 'slice';
      readonly target: Query;
      readonly from: Query | undefined;
      readonly to: Query | undefined;
    }
  | { readonly kind: 'each'; readonly target: Query }
  | { readonly kind: 'negate'; readonly operand: Query }
  | { readonly kind: 'pipe' | 'both' | 'otherwise' | 'and' | 'or'; readonly left: Query; readonly right: Query }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Query; readonly right: Query }
  | { readonly kind: 'update'; readonly operator: UpdateOperator; readonly left: Query; readonly right: Query }
  | { readonly kind: 'try'; readonly body: Query; readonly handler: Query | undefined }
  | { readonly kind: 'if'; readonly condition: Query; readonly yes: Query; readonly no: Query | undefined }
  | { readonly kind: 'array'; readonly content: Query | undefined }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'bind'; readonly source: Query; readonly patterns: readonly Pattern[]; readonly body: Query }
  | {
      readonly kind: 'reduce';
      readonly source: Query;
      readonly pattern: Pattern;
      readonly init: Query;
      readonly update: Query;
    }
  | {
      readonly kind: 'foreach';
      readonly source: Query;
      readonly pattern: Pattern;
      readonly init: Query;
      readonly update: Query;
      readonly extract: Query | undefined;
    }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Query }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Query[] }
  | { readonly kind: 'label' | 'break'; readonly name: string; readonly body: Query };

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=';
export type UpdateOperator = '=' | '|=' | '+=' | '-=' | '*=' | '/=' | '%=' | '//=';

export interface ObjectEntry {
  readonly key: Query;
  readonly value: Query;
}

export interface Definition {
  readonly name: string;
  /** A parameter that starts with `$` is also a variable. */
  readonly parameters: readonly string[];
  readonly body: Query;
}

export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | {
      readonly kind: 'object';
      readonly entries: readonly {
        readonly key: Query;
        /** Bound to the member itself, as in `{$name}` and `{$name: pattern}`. */
        readonly variable: string | undefined;
        readonly pattern: Pattern | undefined;
      }[];
    };
