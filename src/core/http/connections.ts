import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Some clients offer HTTP/2 with every first request (`Upgrade: h2c`): they are answered as if they had not. */
export const shouldUpgradeCallback = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Browsers open connections ahead of need. To Node such a one is at work, and a server that ends would wait for it.
 */
export function closeUnused(fastify: FastifyInstance): void {
  const unused = new Set<Socket>()
  const note = (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  }
  const used = ({ socket }: IncomingMessage) => unused.delete(socket)
  fastify.server
    .on('connection', note)
    .on('secureConnection', note)
    .on('request', used)
    .on('upgrade', used)
  fastify.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy()
  })
}
