import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a customer's address behaves; by its path. */
export type Manner = 'takes' | 'hangs' | 'fails' | 'redirects' | 'resets' | 'talks'

export interface Delivered {
  path: string
  headers: IncomingMessage['headers']
  body: { results: Record<string, unknown>[]; shape?: string; pending?: number }
}

/** A customer's web server that takes reports, or does not. */
export interface WebhookReceiver {
  url(path: string): string
  /** What was posted, taken or not. */
  readonly got: Delivered[]
  at(path: string): Delivered[]
  /** Requests that hang now. */
  readonly hanging: number
  /** Most that hung at once so far. */
  readonly mostHanging: number
  behave(path: string, manner: Manner): void
  close(): Promise<void>
}

const answers: Record<Manner, (response: ServerResponse) => void> = {
  takes: (response) => response.end(),
  hangs: () => undefined,
  fails: (response) => response.writeHead(500).end('no'),
  redirects: (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
  resets: (response) => response.socket?.destroy(),
  talks: (response) => response.end('x'.repeat(300_000)),
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const manners = new Map<string, Manner>()
  const got: Delivered[] = []
  let hanging = 0
  let mostHanging = 0
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      const path = request.url!
      const manner = manners.get(path) ?? 'takes'
      if (manner === 'hangs') {
        hanging += 1
        mostHanging = Math.max(mostHanging, hanging)
        response.once('close', () => (hanging -= 1))
      }
      got.push({ path, headers: request.headers, body: JSON.parse(text) as Delivered['body'] })
      answers[manner](response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    got,
    at: (path) => got.filter((one) => one.path === path),
    get hanging() {
      return hanging
    },
    get mostHanging() {
      return mostHanging
    },
    behave: (path, manner) => void manners.set(path, manner),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
