import type { Answer, Body } from '../api/call.ts'

export type Connection = Answer<'get-operator-connection'>
type Http = NonNullable<Connection['http']>
type Generic = NonNullable<Http['generic']>

/** The form's fields as they are typed; rows of lists are lines of one text. */
export interface HttpDraft {
  name: string
  systemId: string
  password: string
  signatureSecret: string
  messagesPerSecond: number | string
  windowSize: number | string
  enabled: boolean
  url: string
  reports: Http['reports']
  signature: Http['signature']
}

/** An API of one's own, flat. */
export interface GenericDraft {
  method: Generic['method']
  url: string
  contentType: Generic['contentType']
  headers: string
  body: string
  idAt: string
  errorAt: string
  errors: string
  callbackListAt: string
  callbackReply: string
  receiptIdAt: string
  receiptStatusAt: string
  receiptErrorAt: string
  states: string
  fromAt: string
  toAt: string
  textAt: string
  signatureHeader: string
  signatureMethod: NonNullable<Generic['signature']>['method']
}

export const draftOf = (connection: Connection, http: Http): HttpDraft => ({
  name: connection.name,
  systemId: connection.systemId,
  password: '',
  signatureSecret: '',
  messagesPerSecond: connection.messagesPerSecond ?? '',
  windowSize: connection.windowSize,
  enabled: connection.enabled,
  url: http.url,
  reports: http.reports,
  signature: http.signature,
})

const lines = (rows: readonly string[]) => rows.join('\n')

export const genericDraftOf = (api: Generic): GenericDraft => ({
  method: api.method,
  url: api.url,
  contentType: api.contentType,
  headers: lines(api.headers.map((one) => `${one.name}: ${one.value}`)),
  body: api.body ?? '',
  idAt: api.idAt,
  errorAt: api.errorAt ?? '',
  errors: lines(
    api.errors.map((one) => `${one.code} = ${one.meaning}${one.reason ? ` ${one.reason}` : ''}`),
  ),
  callbackListAt: api.callbackListAt ?? '',
  callbackReply: api.callbackReply ?? '',
  receiptIdAt: api.receipt?.idAt ?? '',
  receiptStatusAt: api.receipt?.statusAt ?? '',
  receiptErrorAt: api.receipt?.errorAt ?? '',
  states: lines(api.receipt?.states.map((one) => `${one.word} = ${one.state}`) ?? []),
  fromAt: api.inbound?.fromAt ?? '',
  toAt: api.inbound?.toAt ?? '',
  textAt: api.inbound?.textAt ?? '',
  signatureHeader: api.signature?.header ?? '',
  signatureMethod: api.signature?.method ?? 'HMAC_SHA256_HEX',
})

const orNull = (value: string): string | null => (value === '' ? null : value)

/** What stands before and after the last (or first) mark of each line; a line without one has nothing after it. */
const pairs = (text: string, mark: ':' | '='): [string, string][] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = mark === ':' ? line.indexOf(mark) : line.lastIndexOf(mark)
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    })

/** As the API takes it. A word it does not know goes there as it is: the answer names the row. */
export function genericOf(draft: GenericDraft): Generic {
  const hasReceipt = [draft.receiptIdAt, draft.receiptStatusAt, draft.states].some(Boolean)
  const hasInbound = [draft.fromAt, draft.toAt, draft.textAt].some(Boolean)
  return {
    method: draft.method,
    url: draft.url.trim(),
    contentType: draft.contentType,
    headers: pairs(draft.headers, ':').map(([name, value]) => ({ name, value })),
    body: orNull(draft.body),
    idAt: draft.idAt,
    errorAt: orNull(draft.errorAt),
    errors: pairs(draft.errors, '=').map(([code, words]) => {
      const [meaning, reason] = words.split(/\s+/)
      return { code, meaning, ...(reason && { reason }) } as Generic['errors'][number]
    }),
    callbackListAt: orNull(draft.callbackListAt),
    callbackReply: orNull(draft.callbackReply),
    receipt: hasReceipt
      ? {
          idAt: draft.receiptIdAt,
          statusAt: draft.receiptStatusAt,
          errorAt: orNull(draft.receiptErrorAt),
          states: pairs(draft.states, '=').map(
            ([word, state]) =>
              ({ word, state }) as NonNullable<Generic['receipt']>['states'][number],
          ),
        }
      : null,
    inbound: hasInbound ? { fromAt: draft.fromAt, toAt: draft.toAt, textAt: draft.textAt } : null,
    signature:
      draft.signatureHeader === ''
        ? null
        : { header: draft.signatureHeader, method: draft.signatureMethod },
  }
}

/** The whole connection again with what was changed: what the form does not show stays as it is. */
export function changedOf(
  connection: Connection,
  preset: Http['preset'],
  draft: HttpDraft,
  generic: GenericDraft | null,
): Body<'update-operator-connection'> {
  const { learnedIdForm: _learned, ...receipts } = connection.receipts
  return {
    name: draft.name.trim(),
    kind: 'HTTP',
    systemId: draft.systemId,
    password: draft.password === '' ? undefined : draft.password,
    signatureSecret: draft.signatureSecret === '' ? undefined : draft.signatureSecret,
    systemType: connection.systemType,
    binds: connection.binds,
    windowSize: draft.windowSize === '' ? undefined : Number(draft.windowSize),
    messagesPerSecond: draft.messagesPerSecond === '' ? null : Number(draft.messagesPerSecond),
    enquireLinkSeconds: connection.enquireLinkSeconds,
    responseTimeoutSeconds: connection.responseTimeoutSeconds,
    tls: connection.tls,
    receipts,
    encoding: connection.encoding,
    vendor: connection.vendor,
    dialect: connection.dialect,
    http: {
      preset,
      url: generic ? null : orNull(draft.url.trim()),
      reports: draft.reports,
      signature: draft.signature,
      generic: generic && genericOf(generic),
    },
    enabled: draft.enabled,
  }
}
