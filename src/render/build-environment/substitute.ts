/** `$NAME` and `${NAME}` in a text, as Go's os.Expand reads them; `$$` is one dollar sign. */

/** The last form is a brace that nothing closes: it goes, and what is behind it stays. */
const REFERENCE = /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*|[*#$@!?\-0-9])|\{)/g;

/** Unknown names become nothing; a dollar sign before anything else stays. */
export function substitute(text: string, variable: (name: string) => string | undefined): string {
  return text.replace(REFERENCE, (_whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    return name === '$' ? '$' : (variable(name) ?? '');
  });
}
