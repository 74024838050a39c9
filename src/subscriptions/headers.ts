import { badField } from '../core/http/index.ts'

/** Those that say how a request is carried, and where to: ours alone. */
const RESERVED =
  /^(host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// The printable part of ISO 8859-1 and the tab: anything else ends or breaks a header line.
const VALUE = /^[\t\x20-\x7e\xa0-\xff]*$/

/** Names and values as RFC 9110 §5 has them. @throws BAD_REQUEST naming the header */
export function checkHeaders(headers: Readonly<Record<string, string>>, property: string): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAME.test(name)) throw badField(`${property}.${name.slice(0, 50)}`, 'is not a header name')
    if (RESERVED.test(name)) throw badField(`${property}.${name}`, 'is set by us: leave it out')
    if (!VALUE.test(value))
      throw badField(`${property}.${name}`, 'has characters that a header cannot carry')
  }
}
