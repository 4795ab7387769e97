/** A pattern that is none, or asks too much of a text. The message is the program's to see. */
export class PatternFault extends Error {}
