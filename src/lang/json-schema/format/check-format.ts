/** Checks whether a text has a format: undefined where it has, the Go library's reason where not. */
export type CheckFormat = (text: string) => string | undefined;
