import type { FastifyInstance } from 'fastify'
import type { Config } from '../core/config.ts'

/** As programs on this machine reach us, when no address is configured. */
export function ownAddress(listening: string, fastify: FastifyInstance, config: Config): string {
  const bound = fastify.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.http.port
  const host = /^(0\.0\.0\.0|::)$/.test(config.http.host) ? '127.0.0.1' : config.http.host
  const scheme = listening.startsWith('https') ? 'https' : 'http'
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
