/** Where the programs print: for a program that reads it, it is what it is; before a person it must not command the terminal. */

export interface TextStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Standard output and standard error. */
export function processOutput() {
  return {
    print: (text: string): void => writeTo(process.stdout, text),
    complain: (text: string): void => writeTo(process.stderr, text),
  };
}

/** To a terminal what `visibleText` makes of it. */
export function writeTo(stream: TextStream, text: string): void {
  stream.write(stream.isTTY === true ? visibleText(text) : text);
}

/** C0 but tabs and line ends, DEL, C1, and what turns the direction of writing. */
const COMMANDS = /(?!\r\n)[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text with the characters that a terminal obeys written out: names, messages and manifests come from repositories and
 * servers, and could rewrite lines above, set titles, or hide what stands before them.
 */
export function visibleText(text: string): string {
  return text.replace(COMMANDS, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
