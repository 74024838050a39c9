import {
  createServer as createPlain,
  type IncomingHttpHeaders,
  type RequestListener,
} from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import certificates from './certificates.json' with { type: 'json' }

export { certificates }

/** A request as it came, to the octet. */
export interface Raw {
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** Whom the client's certificate names, when it showed one that the server trusts. */
  client: string | null
}
export type Answer = (raw: Raw) => {
  status: number
  body?: string
  headers?: Record<string, string>
}

/** A customer's web server that keeps what it gets, and answers as the test says. */
export interface RawReceiver {
  url(path: string): string
  readonly got: Raw[]
  at(path: string): Raw[]
  answer(path: string, answer: Answer): void
  close(): Promise<void>
}

/** @param tls `server`: with a certificate of the tests' own CA; `mutual`: one is asked of the client as well */
export async function rawReceiver(
  tls: 'none' | 'server' | 'mutual' = 'none',
): Promise<RawReceiver> {
  const got: Raw[] = []
  const answers = new Map<string, Answer>()
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => {
      const socket = request.socket as TLSSocket
      const client = tls === 'mutual' ? String(socket.getPeerCertificate().subject?.CN ?? '') : null
      const raw = { path: request.url!, headers: request.headers, body, client }
      got.push(raw)
      const { status, body: text, headers } = answers.get(raw.path)?.(raw) ?? { status: 200 }
      response.writeHead(status, headers).end(text ?? '')
    })
  }
  const { server: own, ca } = certificates
  const server =
    tls === 'none'
      ? createPlain(listener)
      : createTls(
          {
            ...own,
            ca,
            requestCert: tls === 'mutual',
            rejectUnauthorized: tls === 'mutual',
          },
          listener,
        )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (path) => `${tls === 'none' ? 'http' : 'https'}://127.0.0.1:${port}${path}`,
    got,
    at: (path) => got.filter((one) => one.path === path),
    answer: (path, answer) => void answers.set(path, answer),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
