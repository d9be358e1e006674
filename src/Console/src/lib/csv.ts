/** A cell that a spreadsheet takes for text, whatever it begins with. */
function cell(value: string | number | boolean | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as comma-separated values (RFC 4180), with the mark by which spreadsheets know that it is UTF-8. */
export const csv = (head: string[], rows: (string | number | boolean | null | undefined)[][]) => '\ufeff' + [head, ...rows].map(row => row.map(cell).join(',') + '\r\n').join('');

/** Hands a text over as a file. */
export function save(name: string, text: string, type = 'text/csv;charset=utf-8') {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
