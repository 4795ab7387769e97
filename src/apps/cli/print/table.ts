/** Text tables as Go's tabwriter makes them for `argocd`: columns padded with blanks, two apart, the last one unpadded. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, [...cell].length);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - [...cell].length + 2),
      )
      .join('');
  return rows.map((row) => `${line(row)}\n`).join('');
}
