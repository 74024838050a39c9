import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { API_KEY, caller, runPlatform, type Running } from './compat/running.ts'

/** Every `curl` in these documents is run against the real program, so that what people paste works. */
const documents = [
  'README.md',
  'docs/connect.md',
  'src/messaging/README.md',
  'src/channels/sms/README.md',
  'src/telecoms/operators/README.md',
  'src/telecoms/routing/README.md',
]

let running: Running
beforeAll(async () => {
  running = await runPlatform()
  // The documents speak of the second connection, which the reader has just made.
  const { status } = await caller(running.url)('POST', '/operators/1/connections', {
    name: 'From the documents',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port: 1,
    systemId: 'acme',
    password: 'x',
    enabled: false,
  })
  expect(status).toBe(201)
})
afterAll(() => running?.stop())

const examples = documents.flatMap((file) => {
  const text = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8')
  const blocks = [...text.matchAll(/^```(?:sh)?\n([^]*?)^```/gm)].map(([, block]) => block!)
  return blocks
    .flatMap(curlsIn)
    .map((words, index) => ({ name: `${file}, example ${index + 1}`, words }))
})

it('finds the examples', () => {
  for (const file of documents)
    expect(
      examples.some(({ name }) => name.startsWith(`${file},`)),
      file,
    ).toBe(true)
})

it.each(examples)('$name works when pasted', async ({ words }) => {
  const { method, address, headers, body } = requestOf(words)
  const answer = await fetch(address, { method, headers, ...(body === null ? {} : { body }) })
  expect(await answer.text(), words.join(' ')).toMatch(/^[{[]/)
  expect(answer.status, words.join(' ')).toBeLessThan(300)
})

/** Words of every curl command of a shell block, with quotes taken away. */
function curlsIn(block: string): string[][] {
  const commands: string[][] = []
  let words: string[] = []
  for (const [token] of block.matchAll(/\\\n|\n|(?:'[^']*'|"[^"]*"|[^\s'"\\])+/g)) {
    if (token === '\\\n') continue
    if (token !== '\n') words.push(token.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'))
    else if (words.length > 0) {
      commands.push(words)
      words = []
    }
  }
  return [...commands, words].filter(([program]) => program === 'curl')
}

function requestOf(words: readonly string[]) {
  const headers: Record<string, string> = {}
  let method: string | null = null
  let body: string | null = null
  let address = ''
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at]!
    if (word === '-H') {
      const [name = '', value = ''] = words[++at]!.split(/:\s*(.*)/)
      headers[name] = value.replace(/\$KEY|<key>/, API_KEY)
    } else if (word === '-d') body = words[++at]!
    else if (word === '-X') method = words[++at]!
    else address = word.replace(/^\$URL|^http:\/\/127\.0\.0\.1:8080/, running.url)
  }
  return { method: method ?? (body === null ? 'GET' : 'POST'), address, headers, body }
}
