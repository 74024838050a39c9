import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { generateClient, type OpenApiDocument } from '../../scripts/generate-client.ts'
import { runPlatform } from '../compat/running.ts'

it("the portal's client is made from the document the server gives", async () => {
  const running = await runPlatform()
  try {
    const document = (await (
      await fetch(`${running.url}/platform/1/openapi`)
    ).json()) as OpenApiDocument
    const kept = readFileSync(
      path.join(import.meta.dirname, '../../portal/src/generated/operations.ts'),
      'utf8',
    )
    expect(
      generateClient(document),
      'run node scripts/generate-client.ts against a running server',
    ).toBe(kept)
  } finally {
    await running.stop()
  }
})
