import { encodeUcs2 } from '../../../protocols/gsm-text/index.ts'
import { basicAuth } from './provider.ts'
import type { Account, WholeMessage } from './provider.ts'

/**
 * Texts with named gaps, `{{to}}`. No code runs: a gap is filled with one of the values below, written as the place
 * it stands in asks for, so that no text of a message can end a string, a field or a header.
 */
export const gaps = [
  'to',
  'toPlus',
  'from',
  'text',
  'textHex',
  'validitySeconds',
  'username',
  'secret',
  'basicAuth',
  'callbackUrl',
] as const
export type Gap = (typeof gaps)[number]
type Values = Readonly<Record<Gap, string>>

/** How values are written. */
export type Manner = 'url' | 'json' | 'form' | 'xml' | 'plain' | 'header'

const GAP = /\{\{([^{}]*)\}\}/g
const known: ReadonlySet<string> = new Set(gaps)

const write: Record<Manner, (value: string) => string> = {
  url: encodeURIComponent,
  form: encodeURIComponent,
  json: (value) => JSON.stringify(value).slice(1, -1),
  xml: (value) =>
    value.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`).replace(NOT_XML, '\ufffd'),
  plain: (value) => value,
  // A header ends with its line; what is no visible ASCII is no header either.
  header: (value) => value.replace(/[^\t\x20-\x7e]/g, ' '),
}
// XML 1.0 §2.2: what may not stand in a document, escaped or not.
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

export const filled = (template: string, values: Values, manner: Manner): string =>
  template.replace(GAP, (whole, name: string) =>
    known.has(name) ? write[manner](values[name as Gap]) : whole,
  )

/** What is wrong with a template; null: nothing. */
export function templateFault(template: string): string | null {
  for (const [, name = ''] of template.matchAll(GAP))
    if (!known.has(name))
      return `has no such gap: {{${name.slice(0, 40)}}}. There are: ${gaps.join(', ')}`
  return null
}

/** 24 hours: what is said where the message names no end. */
const VALIDITY_MS = 86_400_000

export function valuesOf(message: WholeMessage | null, account: Account): Values {
  const text = message?.content.kind === 'text' ? message.content.text : ''
  return {
    to: message?.destination ?? '',
    toPlus: message === null ? '' : `+${message.destination}`,
    from: message?.sender.address ?? '',
    text,
    textHex: Buffer.from(encodeUcs2(text)).toString('hex'),
    validitySeconds: String(Math.max(1, Math.floor((message?.validityMs ?? VALIDITY_MS) / 1_000))),
    username: account.name,
    secret: account.secret,
    basicAuth: basicAuth(account.name, account.secret),
    callbackUrl: account.callbackUrl ?? '',
  }
}
