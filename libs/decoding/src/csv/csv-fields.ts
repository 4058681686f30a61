/** The values of a row that is not broken: quotes taken off, doubled ones made single. */
export function csvFields(row: string, separator: string, hasQuotes: boolean): string[] {
  if (!hasQuotes || !row.includes('"')) return row.split(separator);
  const fields: string[] = [];
  for (let at = 0; ;) {
    if (row[at] === '"') {
      const close = closingQuote(row, at);
      fields.push(row.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
      if (at >= row.length) return fields;
    } else {
      const next = row.indexOf(separator, at);
      fields.push(next === -1 ? row.slice(at) : row.slice(at, next));
      if (next === -1) return fields;
      at = next;
    }
    at++;
  }
}

function closingQuote(row: string, open: number): number {
  for (let at = open + 1; ;) {
    const quote = row.indexOf('"', at);
    if (quote === -1) return row.length;
    if (row[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
