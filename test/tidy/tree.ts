import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Files by their path from the project's folder. Rules see nothing else, so that a planted offence is a tree too. */
export type Tree = ReadonlyMap<string, string>

export interface Offence {
  /** `path:line` */
  at: string
  says: string
}

/** A house rule. `refused` and `allowed` prove that it bites, and that it lets go of the neighbour. */
export interface Rule {
  name: string
  /** What to do about an offence. */
  help: string
  find(tree: Tree): Offence[]
  refused: readonly Readonly<Record<string, string>>[]
  allowed: readonly Readonly<Record<string, string>>[]
}

/** Folders that a build, an installation or a run makes. */
const NOT_OURS = new Set(['node_modules', '.git', 'dist', '.trunkline', 'test-results'])
const BINARY = /\.(png|jpe?g|gif|ico|woff2?|gz|zip|pdf)$/
const BYTES_MAX = 4_000_000

export function readTree(projectDir: string): Tree {
  const tree = new Map<string, string>()
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const entry of readdirSync(path.join(projectDir, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) open.push(name)
      if (!entry.isFile() || BINARY.test(name) || name.endsWith('.log')) continue
      const file = path.join(projectDir, name)
      if (statSync(file).size <= BYTES_MAX) tree.set(name, readFileSync(file, 'utf8'))
    }
  return new Map([...tree].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export const treeOf = (files: Readonly<Record<string, string>>): Tree =>
  new Map(Object.entries(files))

/** 1 for the first line. */
export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length

/** Tests, and what only tests use: they reach into modules to set the scene, and may read the time. */
export const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /(^|\/)(test|testing)\//.test(file)

/** What runs in production on the server. */
export const isServerCode = (file: string): boolean =>
  file.startsWith('src/') && file.endsWith('.ts') && !isTest(file)

/** Lines of a text that fit a pattern (without the flag `g`), as offences. */
export function offendingLines(
  file: string,
  text: string,
  pattern: RegExp,
  says: string,
): Offence[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [{ at: `${file}:${index + 1}`, says }] : []))
}
