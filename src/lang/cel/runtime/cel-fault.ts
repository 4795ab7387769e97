/** What goes wrong while an expression runs. It is thrown, carries no stack, and logical operators absorb it. */
export class CelFault {
  readonly message: string;
  /** Also ends operators that absorb faults: the budget is spent. */
  readonly final: boolean;

  constructor(message: string, final = false) {
    this.message = message;
    this.final = final;
  }
}

/** The fault of a call for whose values no function is declared. */
export function noSuchOverload(): CelFault {
  return new CelFault('no such overload');
}
