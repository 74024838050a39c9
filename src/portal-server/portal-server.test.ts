import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { portalServer } from './index.ts'

describe('the portal on the server', () => {
  let above: string
  let folder: string
  let fastify: FastifyInstance

  beforeEach(async () => {
    above = mkdtempSync(join(tmpdir(), 'portal-'))
    folder = join(above, 'dist')
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'index.html'), '<title>portal</title>')
    writeFileSync(join(folder, 'assets/app-1a2b.js'), 'console.log(1)')
    writeFileSync(join(folder, 'assets/app-1a2b.js.gz'), gzipSync('console.log(1)'))
    writeFileSync(join(above, 'outside.txt'), 'secret')
    fastify = Fastify()
    await portalServer({ fastify, folder })
  })
  afterEach(async () => {
    await fastify.close()
    rmSync(above, { recursive: true, force: true })
  })
  const get = (url: string, headers: Record<string, string> = {}) =>
    fastify.inject({ url, headers })

  it('is where / leads', async () => {
    const answer = await get('/')
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/portal/'])
  })

  it.each(['/portal/', '/portal/messages', '/portal/messages/019ab2c4?to=1', '/portal/nowhere'])(
    'answers %s with the page, never from a cache',
    async (url) => {
      const answer = await get(url)
      expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([
        200,
        '<title>portal</title>',
        'no-cache',
      ])
    },
  )

  it('allows the page nothing but itself', async () => {
    for (const url of [
      '/portal/',
      '/portal/messages',
      '/portal/assets/app-1a2b.js',
      '/portal/missing.js',
    ]) {
      const policy = String((await get(url)).headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
    }
  })

  it('lets hashed files be kept for ever, and sends the small copy to who takes it', async () => {
    const answer = await get('/portal/assets/app-1a2b.js', { 'accept-encoding': 'gzip' })
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
    })
    expect(String(answer.headers['content-type'])).toContain('javascript')
  })

  it.each([
    '/portal/assets/gone-1a2b.js',
    '/portal/..%2foutside.txt',
    '/portal/assets/../../outside.txt',
    '/portal/%2e%2e/outside.txt',
  ])('never answers %s with a page or a foreign file', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.body).not.toContain('secret')
    expect(answer.body).not.toContain('<title>')
  })

  it('says how to build the portal when it is not built', async () => {
    rmSync(join(folder, 'index.html'))
    const answer = await get('/portal/messages')
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm start')])
  })
})
