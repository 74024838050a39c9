/** What a mail says, as the module that sends it writes it. */
export interface Letter {
  subject: string
  /** Paragraphs are divided by an empty line; a paragraph that is nothing but an address becomes a link. */
  text: string
}

const ADDRESS = /^https?:\/\/\S+$/

/**
 * The same text as simple HTML: paragraphs and links, no pictures, no scripts, nothing loaded from elsewhere.
 * @param language such as `en`; screen readers read in it
 */
export function htmlOf({ subject, text }: Letter, language: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((one) => `<p style="margin:0 0 16px">${ADDRESS.test(one) ? link(one) : lines(one)}</p>`)
  return `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1b1e;background:#ffffff">
<div style="max-width:560px;margin:0 auto">
${paragraphs.join('\n')}
</div>
</body>
</html>
`
}

const link = (address: string): string =>
  `<a href="${escaped(address)}" style="color:#1864ab;word-break:break-all">${escaped(address)}</a>`
const lines = (text: string): string => text.split('\n').map(escaped).join('<br>\n')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one]!)
