/** Where imports come from. */

export interface Imported {
  /** Where it was found: the name of the file in messages, and where its own imports are looked for. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** `from` is the importing file, or empty. Throws ImportFault for what is not there. */
export type Importer = (from: string, path: string) => Imported;

/** An import that cannot be had; its message is what the program fails with. */
export class ImportFault extends Error {
  override readonly name = 'ImportFault';
}
