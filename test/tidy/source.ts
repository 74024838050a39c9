import path from 'node:path'
import { parseSync } from 'vite'
import { lineAt, type Tree } from './tree.ts'

export interface Import {
  /** Path from the project's folder for our own files, else as written. */
  target: string
  own: boolean
  line: number
  /** `import type …`: nothing is loaded for it. */
  typeOnly: boolean
}

/** Something in a source that a rule may mind, with its line. */
export interface Spot {
  what: string
  line: number
}

export interface Source {
  imports: Import[]
  /** Names that others can import; `export *` is not one. */
  exports: Spot[]
  /** Statements: tagged `sql`, or plain texts that begin like one. */
  sql: Spot[]
  /** Reads of the environment. */
  environment: Spot[]
  /** Reads of the time. */
  time: Spot[]
  /** Classes, functions and types declared here. */
  declared: Spot[]
}

interface Node {
  type: string
  start: number
  end: number
  [member: string]: unknown
}

const sources = new Map<string, Source>()

/** What a source says, parsed once for all rules. */
export function sourceOf(file: string, text: string): Source {
  const key = `${file}\n${text}`
  const known = sources.get(key)
  if (known) return known
  const made = read(file, text)
  sources.set(key, made)
  return made
}

export function* sourcesOf(
  tree: Tree,
  which: (file: string) => boolean,
): Generator<[file: string, source: Source, text: string]> {
  for (const [file, text] of tree)
    if (/\.(ts|tsx|mjs)$/.test(file) && which(file)) yield [file, sourceOf(file, text), text]
}

function read(file: string, text: string): Source {
  const lang = file.endsWith('.tsx') ? 'tsx' : file.endsWith('.mjs') ? 'js' : 'ts'
  const { program, module, errors } = parseSync(file, text, { lang })
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`)
  const source: Source = {
    imports: [],
    exports: [],
    sql: [],
    environment: [],
    time: [],
    declared: [],
  }
  const add = (request: { value: string; start: number }, typeOnly: boolean) =>
    source.imports.push({
      ...resolve(file, request.value),
      line: lineAt(text, request.start),
      typeOnly,
    })
  for (const one of module.staticImports)
    add(one.moduleRequest, /^import\s+type\b/.test(text.slice(one.start)))
  for (const one of module.staticExports)
    for (const entry of one.entries) {
      if (entry.moduleRequest)
        add(entry.moduleRequest, /^export\s+type\b/.test(text.slice(one.start)))
      const { name } = entry.exportName
      if (name) source.exports.push({ what: name, line: lineAt(text, entry.start) })
    }
  walk(program as unknown as Node, (node) => note(node, file, text, source))
  return source
}

function resolve(file: string, specifier: string): { target: string; own: boolean } {
  if (!/^\.\.?\//.test(specifier)) return { target: specifier, own: false }
  return { target: path.posix.join(path.posix.dirname(file), specifier), own: true }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node))
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) walk(one, visit)
    } else if (isNode(value)) walk(value, visit)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const STATEMENT =
  /^\s*(select\s+(\d|\*|[\w.]+\(|[^;]*\sfrom\s)|insert\s+into\s|update\s+[\w.]+\s+(\w+\s+)?set\s|delete\s+from\s|create\s+(table|schema|index|database|role|unique)\s|alter\s+(table|role|database)\s|drop\s+(table|schema|database)\s|truncate\s+\w|lock\s+table\s|with\s+(recursive\s+)?\w+\s+as\s*\()/i

/** Keywords are small, as we write them, or capitals; prose begins with one capital and goes on small. */
const looksLikeStatement = (text: string): boolean =>
  STATEMENT.test(text) && /^\s*([a-z]+|[A-Z]+)\b/.test(text)

const textOf = (node: unknown): string => {
  const { type, value, quasis } = node as {
    type: string
    value?: unknown
    quasis?: { value: { raw: string } }[]
  }
  if (type === 'Literal' && typeof value === 'string') return value
  return (quasis ?? []).map((one) => one.value.raw).join(' ')
}

const nameOf = (node: unknown): string => {
  const { type, name, object, property } = (node ?? {}) as Record<string, unknown>
  if (type === 'Identifier') return String(name)
  if (type === 'MemberExpression') return `${nameOf(object)}.${nameOf(property)}`
  return '?'
}

/** Templates that were told with their tag. */
const tagged = new WeakSet<Node>()

function note(node: Node, file: string, text: string, source: Source): void {
  const spot = (what: string): Spot => ({ what, line: lineAt(text, node.start) })
  switch (node.type) {
    case 'TaggedTemplateExpression':
      if (nameOf(node['tag']) !== 'sql') break
      tagged.add(node['quasi'] as Node)
      source.sql.push(spot(textOf(node['quasi'])))
      break
    case 'Literal':
    case 'TemplateLiteral':
      if (!tagged.has(node) && looksLikeStatement(textOf(node))) source.sql.push(spot(textOf(node)))
      break
    case 'ImportExpression':
    case 'TSImportType': {
      const asked = (node['source'] ?? node['argument']) as Node | undefined
      if (asked && textOf(asked) !== '')
        source.imports.push({
          ...resolve(file, textOf(asked)),
          line: lineAt(text, node.start),
          typeOnly: node.type === 'TSImportType',
        })
      break
    }
    case 'MemberExpression':
      if (nameOf(node) === 'process.env') source.environment.push(spot('process.env'))
      break
    case 'ImportSpecifier':
      if (nameOf(node['imported']) === 'env' && /from\s+['"](node:)?process['"]/.test(text))
        source.environment.push(spot('env of node:process'))
      break
    case 'CallExpression':
      if (/^sql\.raw$/.test(nameOf(node['callee']))) source.sql.push(spot('sql.raw(…)'))
      if (
        /^(Date\.now|Date|performance\.now|process\.hrtime(\.bigint)?|Temporal\.Now\.\w+)$/.test(
          nameOf(node['callee']),
        )
      )
        source.time.push(spot(`${nameOf(node['callee'])}()`))
      break
    case 'NewExpression':
      if (nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0)
        source.time.push(spot('new Date()'))
      break
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'VariableDeclarator':
      source.declared.push(spot(nameOf(node['id'])))
      break
  }
}
