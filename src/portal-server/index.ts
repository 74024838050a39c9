import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * What a page of the portal may load: itself and nothing else. Inline styles are allowed because the interface
 * library positions its menus with them; inline scripts are not.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Files in here carry the hash of their content in their name, so a browser never needs to ask again. */
const HASHED_FOLDER = '/assets/'
const ONE_YEAR_SECONDS = 31_536_000

/**
 * Serves the built portal under `/portal/`; `/` leads there. An address without a file extension is a page of
 * the portal and gets `index.html`; a missing file is a 404 and never a page.
 * @param folder where `vite build portal` put it; may be built later, nothing is cached of its absence
 */
export async function portalServer({
  fastify,
  folder,
}: {
  fastify: FastifyInstance
  folder: string
}): Promise<void> {
  fastify.get('/', { schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/portal/', 302),
  )
  await fastify.register(
    async (portal) => {
      portal.addHook('onSend', async (_request, reply) => guard(reply))
      await portal.register(fastifyStatic, {
        root: folder,
        prefix: '/',
        index: ['index.html'],
        preCompressed: true,
        cacheControl: false,
        suppressWarning: true,
        schemaHide: true,
        setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path)),
      })
      portal.setNotFoundHandler(async (request, reply) => {
        const path = request.url.split('?')[0]!
        if ((request.method !== 'GET' && request.method !== 'HEAD') || basename(path).includes('.'))
          return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.\n')
        if (!existsSync(join(folder, 'index.html'))) return notBuilt(reply)
        return reply.sendFile('index.html')
      })
    },
    { prefix: '/portal' },
  )
}

/** A page names its hashed files, so it must be asked for each time; the files themselves never change. */
const cachingOf = (path: string): string =>
  path.includes(HASHED_FOLDER) ? `public, max-age=${ONE_YEAR_SECONDS}, immutable` : 'no-cache'

function guard(reply: FastifyReply): void {
  void reply.header('content-security-policy', CONTENT_SECURITY_POLICY)
  void reply.header('x-content-type-options', 'nosniff')
  void reply.header('x-frame-options', 'DENY')
  void reply.header('referrer-policy', 'same-origin')
  void reply.header('cross-origin-opener-policy', 'same-origin')
  void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
}

const notBuilt = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send(
      'The portal has not been built yet. `npm start` builds it; the API works already, see /reference.\n',
    )
