import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyLanguages, KEY_VARIABLE, requestCode, type CopyLanguage } from './copy-as.ts'

/** Everything that ends a text in one language or another. */
const body = {
  messages: [
    {
      destinations: [{ to: '999100000001' }],
      content: {
        text: `It's "quoted", \\ back, \`tick\`, $HOME, \${x}, """three""", {brace}, 100 %, 日本 🎉\nJSON;\n<?php ?>`,
      },
      options: { flash: true },
    },
  ],
  options: { includeSmsCountInResponse: false, schedule: null },
}

/** How each language runs a file; what is not installed is skipped by name. */
const runners: Record<
  CopyLanguage,
  { file: string; command: string; arguments: (file: string) => string[] }
> = {
  curl: { file: 'send.sh', command: 'sh', arguments: (file) => [file] },
  node: { file: 'send.mjs', command: process.execPath, arguments: (file) => [file] },
  python: { file: 'send.py', command: 'python3', arguments: (file) => [file] },
  java: { file: 'Send.java', command: 'java', arguments: (file) => [file] },
  go: { file: 'send.go', command: 'go', arguments: (file) => ['run', file] },
  php: { file: 'send.php', command: 'php', arguments: (file) => [file] },
  csharp: { file: 'send.cs', command: 'dotnet', arguments: (file) => ['run', file] },
}
const isInstalled = (command: string) =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
const installed = (language: CopyLanguage) =>
  isInstalled(runners[language].command) && (language !== 'curl' || isInstalled('curl'))

describe('the request as code', () => {
  let server: Server
  let folder: string
  const received: { authorization: string | undefined; body: unknown }[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'copy-as-'))
    server = createServer((request, response) => {
      let text = ''
      request.on('data', (part) => (text += part))
      request.on('end', () => {
        received.push({ authorization: request.headers.authorization, body: JSON.parse(text) })
        response.setHeader('content-type', 'application/json').end('{"messages":[]}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const language of Object.keys(copyLanguages) as CopyLanguage[])
    it.skipIf(!installed(language))(
      `sends exactly this request in ${copyLanguages[language]} (skipped where it is not installed)`,
      async () => {
        const { port } = server.address() as AddressInfo
        const runner = runners[language]
        const file = join(folder, runner.file)
        writeFileSync(file, requestCode(language, `http://127.0.0.1:${port}/sms/3/messages`, body))
        received.length = 0
        const run = spawn(runner.command, runner.arguments(file), {
          // Older compilers read a file as the locale says.
          env: { ...process.env, LC_ALL: 'C.UTF-8', [KEY_VARIABLE]: 'secret-key' },
        })
        let complaint = ''
        run.stderr.on('data', (part) => (complaint += part))
        await new Promise((resolve) => run.on('close', resolve))
        expect(received, complaint).toEqual([{ authorization: 'App secret-key', body }])
      },
    )
})
