/** The fields of a CSV line, blanks around them dropped; quoted fields may hold commas. Undefined for an open quote. */
export function parseCsvLine(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (line[at] === ' ' || line[at] === '\t') at++;
    const field = line[at] === '"' ? quotedField(line, at) : plainField(line, at);
    if (field === undefined) return undefined;
    fields.push(field.text);
    if (field.end >= line.length) return fields;
    at = field.end + 1;
  }
}

interface FieldText {
  readonly text: string;
  /** Where the comma stands, or the length of the line. */
  readonly end: number;
}

function plainField(line: string, start: number): FieldText {
  const comma = line.indexOf(',', start);
  const end = comma < 0 ? line.length : comma;
  return { text: line.slice(start, end).trim(), end };
}

function quotedField(line: string, start: number): FieldText | undefined {
  let text = '';
  let at = start + 1;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return undefined;
    text += line.slice(at, quote);
    if (line[quote + 1] !== '"') return { text, end: plainField(line, quote + 1).end };
    text += '"';
    at = quote + 2;
  }
}
