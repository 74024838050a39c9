import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What was asked of an operator's API. */
export interface Asked {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingMessage['headers']
  text: string
  /** Of a form, or of JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it takes it for
  fields: any
}

export interface Said {
  status?: number
  headers?: Record<string, string>
  body?: string | object
}

/** An API of an operator for tests: notes what is asked, answers as the test says. */
export interface SmsApi {
  readonly url: string
  readonly asked: Asked[]
  /** Messages only: neither checks of credentials nor reports that were fetched. */
  readonly messages: Asked[]
  /** What the next requests get instead of the usual answer, in turn; `null`: no answer at all. */
  readonly next: (Said | null)[]
  close(): Promise<void>
}

type Answer = (asked: Asked) => Said

async function listen(answer: Answer, isMessage: (asked: Asked) => boolean): Promise<SmsApi> {
  const asked: Asked[] = []
  const next: SmsApi['next'] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      const one = askedOf(request, text)
      asked.push(one)
      const said = isMessage(one) && next.length > 0 ? next.shift()! : answer(one)
      if (said !== null) say(response, said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    get messages() {
      return asked.filter(isMessage)
    },
    next,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function askedOf(request: IncomingMessage, text: string): Asked {
  const url = new URL(request.url!, 'http://x')
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const isJson = request.headers['content-type']?.startsWith('application/json')
  return {
    method: request.method!,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    text,
    fields: isForm
      ? Object.fromEntries(new URLSearchParams(text))
      : isJson && text !== ''
        ? JSON.parse(text)
        : {},
  }
}

function say(response: ServerResponse, { status = 200, headers = {}, body = '' }: Said): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText ? 'text/plain' : 'application/json',
    ...headers,
  })
  response.end(isText ? body : JSON.stringify(body))
}

let count = 0
const newId = (prefix: string) => `${prefix}${(++count).toString().padStart(8, '0')}`

/** The compatible API. Reports wait in `reports` until they are fetched. */
export async function infobipApi(
  key: string,
): Promise<SmsApi & { idOf(asked: Asked): string; readonly reports: object[] }> {
  const ids = new Map<Asked, string>()
  const reports: object[] = []
  const api = await listen(
    (asked) => {
      if (asked.headers.authorization !== `App ${key}`) return { status: 401, body: {} }
      if (asked.path === '/account/1/balance') return { body: { balance: 1, currency: 'EUR' } }
      if (asked.path === '/sms/3/reports') return { body: { results: reports.splice(0) } }
      const id = newId('ib-')
      ids.set(asked, id)
      const { to } = asked.fields.messages[0].destinations[0]
      const status = { groupId: 1, groupName: 'PENDING', id: 26, name: 'PENDING_ACCEPTED', description: '' } // prettier-ignore
      return { body: { bulkId: 'b', messages: [{ messageId: id, status, destination: to }] } }
    },
    (asked) => asked.path === '/sms/3/messages',
  )
  return Object.assign(api, { idOf: (asked: Asked) => ids.get(asked)!, reports })
}

/** A report of the compatible API. */
export const infobipReport = (messageId: string, groupId = 3, error = 0): object => ({
  messageId,
  to: '491510000001',
  status: { groupId, groupName: 'X', id: 5, name: 'DELIVERED_TO_HANDSET', description: '' },
  error: { groupId: 0, id: error, name: 'E', description: '', permanent: false },
})

/** Twilio's Messages resource, with its signatures made from the documents and not from our code. */
export async function twilioApi(
  sid: string,
  token: string,
): Promise<
  SmsApi & {
    idOf(asked: Asked): string
    signed(url: string, fields: Record<string, string>): Record<string, string>
  }
> {
  const ids = new Map<Asked, string>()
  const folder = `/2010-04-01/Accounts/${sid}`
  const api = await listen(
    (asked) => {
      const wanted = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
      if (asked.headers.authorization !== wanted)
        return { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } }
      if (asked.path === `${folder}.json`) return { body: { sid, status: 'active' } }
      const { To, From, Body } = asked.fields
      if (!/^\+[1-9]\d+$/.test(To))
        return { status: 400, body: { code: 21211, message: 'Invalid To', status: 400 } }
      if (!From || !Body) return { status: 400, body: { code: 21602, status: 400 } }
      const id = newId('SM')
      ids.set(asked, id)
      return { status: 201, body: { sid: id, status: 'queued', error_code: null } }
    },
    (asked) => asked.path === `${folder}/Messages.json`,
  )
  return Object.assign(api, {
    idOf: (asked: Asked) => ids.get(asked)!,
    signed: (url: string, fields: Record<string, string>) => {
      let text = url
      for (const name of Object.keys(fields).sort()) text += `${name}${fields[name]}`
      return { 'x-twilio-signature': createHmac('sha1', token).update(text).digest('base64') }
    },
  })
}

/** Vonage's SMS API. Texts over 160 letters are cut, and each part has an id of its own. */
export async function vonageApi(
  key: string,
  secret: string,
): Promise<SmsApi & { idsOf(asked: Asked): string[] }> {
  const ids = new Map<Asked, string[]>()
  const api = await listen(
    ({ path, query, fields, ...asked }) => {
      const told = path === '/sms/json' ? fields : query
      const good = told.api_key === key && told.api_secret === secret
      if (path === '/account/get-balance')
        return good ? { body: { value: 1 } } : { status: 401, body: {} }
      if (!good) return { body: { messages: [{ status: '4', 'error-text': 'Bad Credentials' }] } }
      const parts = Math.max(1, Math.ceil(told.text.length / 160))
      const made = Array.from({ length: parts }, () => newId('0C'))
      ids.set(
        api.asked.find((one) => one.text === asked.text)!,
        made,
      )
      return {
        body: {
          'message-count': String(parts),
          messages: made.map((id) => ({ to: told.to, 'message-id': id, status: '0' })),
        },
      }
    },
    (asked) => asked.path === '/sms/json',
  )
  return Object.assign(api, { idsOf: (asked: Asked) => ids.get(asked)! })
}

/** The signature that Vonage's documents describe. */
export function vonageSignature(
  fields: Record<string, string>,
  secret: string,
  method: 'md5hash' | 'sha256' | 'sha512' | 'sha1' | 'md5',
): string {
  let text = ''
  for (const name of Object.keys(fields).sort())
    text += `&${name}=${fields[name]!.replaceAll('&', '_').replaceAll('=', '_')}`
  return method === 'md5hash'
    ? createHash('md5')
        .update(text + secret)
        .digest('hex')
    : createHmac(method, secret).update(text).digest('hex')
}

/** An API as small operators have: anything goes, and the test says what it answers. */
export const plainApi = (answer: Answer): Promise<SmsApi> =>
  listen(answer, (asked) => asked.method !== 'OPTIONS')
