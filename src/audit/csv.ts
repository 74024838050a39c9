/**
 * One line of a table for spreadsheets: fields in quotes where needed, ending in CR LF (RFC 4180).
 * A field that a spreadsheet would take for a formula gets an apostrophe in front, which makes it text.
 * Source: OWASP, CSV injection.
 */
export const csvLine = (fields: readonly (string | null)[]): string =>
  `${fields.map((field) => quoted(asText(field ?? ''))).join(',')}\r\n`

const asText = (field: string): string => (/^[=+\-@\t\r\n]/.test(field) ? `'${field}` : field)

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
