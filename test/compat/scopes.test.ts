import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { generateScopes, type ScopedDocument } from '../../scripts/generate-scopes.ts'
import { runPlatform } from './running.ts'

it('docs/scopes.md is made from the document the server gives', async () => {
  const running = await runPlatform()
  try {
    const document = (await (
      await fetch(`${running.url}/platform/1/openapi`)
    ).json()) as ScopedDocument
    const kept = readFileSync(path.join(import.meta.dirname, '../../docs/scopes.md'), 'utf8')
    expect(
      generateScopes(document),
      'run node scripts/generate-scopes.ts against a running server',
    ).toBe(kept)
  } finally {
    await running.stop()
  }
})
