import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes docs/scopes.md from our OpenAPI document: what each operation needs, and what of it the audit trail gets.
 * `node scripts/generate-scopes.ts http://127.0.0.1:8080` reads a running server, a path reads a file.
 * The output is checked in; a test compares it with the server's document.
 */

interface DescribedOperation {
  operationId?: string
  tags?: string[]
  security?: unknown[]
  'x-scopes'?: string[]
  'x-root-account-only'?: boolean
  'x-audit'?: string
  'x-bound-keys'?: string
  'x-throttling-info'?: Throttle[]
}
interface Throttle {
  numberOfRequests: number
  numberOfTimeUnits: number
  timeUnit: string
}
export interface ScopedDocument {
  paths?: Record<string, Record<string, DescribedOperation>>
}

const FILE = join(import.meta.dirname, '../docs/scopes.md')
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

const HEAD = `# What each operation needs

Made by \`scripts/generate-scopes.ts\` from the API's own description; do not edit. A credential needs **one** of the
scopes in a row. *any*: every credential will do. *none*: no credential is looked at. **root**: the installation's own
account only, whatever the scopes. Audit: \`change\` has an entry before and after it, \`read\` one before the answer.
Throttle: the operation's own rate beside the limits of the key. A key that is bound to an application (FORCE) may use
what has a † (it sees and changes what is of its application only) or a ‡ (nothing of the account is in it), nothing else.
`

/** The whole of docs/scopes.md. */
export function generateScopes(document: ScopedDocument): string {
  const rows = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method, one]) => METHODS.includes(method) && one.operationId !== undefined)
      .map(([method, one]) => ({
        product: one.tags?.[0] ?? 'other',
        line: row(method, path, one),
      })),
  )
  const products = [...Map.groupBy(rows, (one) => one.product)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const parts = products.map(
    ([product, of]) =>
      `\n## ${product}\n| operation | id | needs | audit | throttle |\n| --- | --- | --- | --- | --- |\n${of
        .map((one) => one.line)
        .toSorted()
        .join('\n')}\n`,
  )
  return HEAD + parts.join('')
}

function row(method: string, path: string, operation: DescribedOperation): string {
  const scopes = operation['x-scopes']?.map((one) => `\`${one}\``).join(' ')
  const open = operation.security?.length === 0
  const needs = `${operation['x-root-account-only'] ? '**root** ' : ''}${scopes ?? (open ? '*none*' : '*any*')}`
  const cells = [
    `\`${method.toUpperCase()} ${path}\``,
    `${operation.operationId!}${mark(operation)}`,
    needs,
    operation['x-audit'] ?? '–',
    operation['x-throttling-info']?.map(rate).join(', ') ?? '–',
  ]
  return `| ${cells.join(' | ')} |`
}

const mark = (operation: DescribedOperation): string =>
  ({ narrowed: ' †', harmless: ' ‡' })[operation['x-bound-keys'] ?? ''] ?? ''

const rate = ({ numberOfRequests, numberOfTimeUnits, timeUnit }: Throttle): string =>
  `${numberOfRequests} in ${numberOfTimeUnits} ${timeUnit}`

async function readDocument(from: string): Promise<ScopedDocument> {
  if (!/^https?:/.test(from)) return JSON.parse(readFileSync(from, 'utf8')) as ScopedDocument
  const answer = await fetch(new URL('/platform/1/openapi', from))
  if (!answer.ok) throw new Error(`${from} answered ${answer.status} for its OpenAPI document`)
  return (await answer.json()) as ScopedDocument
}

if (import.meta.main) {
  const document = await readDocument(process.argv[2] ?? 'http://127.0.0.1:8080')
  writeFileSync(FILE, generateScopes(document))
}
