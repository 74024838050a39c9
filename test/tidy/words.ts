import { homedir } from 'node:os'
import { sourcesOf } from './source.ts'
import { offendingLines, type Offence, type Rule, type Tree } from './tree.ts'

const LINES_MAX = 500

/** Files that are longer, each with the reason. */
export const LONG: Readonly<Record<string, string>> = {
  'src/channels/sms/wire.ts': 'one table: the JSON of 16 operations',
  'package-lock.json': 'written by npm',
}

export const fileLengths: Rule = {
  name: `no file is empty, and none is over ${LINES_MAX} lines unless it is a table`,
  help: 'Cut it where a reader would look for the parts; a table of data is listed in LONG of test/tidy/words.ts.',
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, text] of tree) {
      const lines = text.split('\n').length - 1
      if (text.trim() === '' && !file.endsWith('.gitkeep'))
        found.push({ at: file, says: 'is empty' })
      if (lines > LINES_MAX && !(file in LONG) && isWritten(file))
        found.push({ at: file, says: `has ${lines} lines` })
    }
    return found
  },
  refused: [{ 'src/a.ts': '\n \n' }, { 'src/a.ts': 'export const a = 1\n'.repeat(LINES_MAX + 1) }],
  allowed: [
    {
      'src/a.ts': 'export const a = 1\n'.repeat(LINES_MAX),
      'src/telecoms/numbering-plan/networks.tsv': 'a\n'.repeat(900),
    },
  ],
}

/** Not data, generated code, words in languages, or results. */
const isWritten = (file: string): boolean =>
  !/\.(tsv|csv|json|txt|svg)$|\/generated\/|^bench\/results\//.test(file)

const VAGUE_FILE =
  /(^|[/-])(utils?|helpers|common|misc|stuff|managers?|handlers?|processors?)(?=[./-]|$)/i
const VAGUE_NAME = /(Manager|Handler|Processor|Helpers?|Utils?)$/

/** Names that end like a vague one, each with the reason. */
export const NAMED_SO: Readonly<Record<string, string>> = {
  superviseHelper: 'of a helper process: PostgreSQL or the simulator',
  startHelper: 'of a helper process',
  Helper: 'a helper process',
}

export const names: Rule = {
  name: 'nothing is called utils, helpers, common, Manager, Handler or Processor',
  help: 'Name it by what it is in the field, and put it beside what it belongs to.',
  find: (tree) => {
    const found: Offence[] = []
    for (const file of tree.keys())
      if (VAGUE_FILE.test(file)) found.push({ at: file, says: 'has a name that says nothing' })
    for (const [file, { declared }] of sourcesOf(tree, (name) =>
      /^(src|portal|test|bench)\//.test(name),
    ))
      for (const { what, line } of declared)
        if (VAGUE_NAME.test(what) && !(what in NAMED_SO))
          found.push({ at: `${file}:${line}`, says: `declares ${what}` })
    return found
  },
  refused: [
    { 'src/messaging/utils.ts': 'export const a = 1' },
    { 'src/common/text.ts': 'export const a = 1' },
    { 'src/messaging/queue.ts': 'export class QueueManager {}' },
    { 'src/messaging/queue.ts': 'const errorHandler = () => 1' },
  ],
  allowed: [
    {
      'src/messaging/queue.ts':
        "import { handler } from 'x'\nexport class Queue { handle() { return this.manage } }",
    },
  ],
}

/** Made from parts, so that this file does not offend. */
const slash = '/'
const dot = '\\.'
const MACHINE = new RegExp(
  `(?<![\\w.~-])(${slash}work|${slash}home${slash}(?!trunkline|user)[a-z]\\w*|${slash}Users${slash}\\w+|${slash}root)${slash}[\\w.-]`,
)
const REGISTRY = new RegExp(
  `registry${dot}[a-z0-9.-]+${dot}[a-z]+|npm${'js'}${dot}(org|com)|yarn${'pkg'}`,
)

export const noPlaces: Rule = {
  name: 'nothing names a path of a machine or the host of a package registry',
  help: 'Paths start at the project; npm knows its registry by itself.',
  find: (tree) => {
    const found: Offence[] = []
    const here = [process.cwd(), homedir()].filter((folder) => folder.split('/').length > 2)
    for (const [file, text] of tree) {
      found.push(...offendingLines(file, text, MACHINE, 'names a path of a machine'))
      found.push(...offendingLines(file, text, REGISTRY, 'names a package registry'))
      for (const folder of here)
        if (text.includes(`${folder}/`))
          found.push({ at: file, says: 'names a folder of this machine' })
    }
    return found
  },
  refused: [
    { 'src/a.ts': `const file = '${slash}work${slash}main/x'` },
    { 'docs/a.md': `See ${slash}home${slash}alice${slash}project.` },
    { '.npmrc': `registry=https:${slash}${slash}registry${'.'}example.com` },
  ],
  allowed: [
    {
      'src/a.ts': `import a from '.${slash}work${slash}main.ts'`,
      'docs/a.md': `npm install; /var/lib/trunkline; https://example.com${slash}work${slash}`,
    },
  ],
}

export const lockNamesNoHost: Rule = {
  name: 'package-lock.json names no host',
  help: 'Keep omit-lockfile-registry-resolved=true in .npmrc and write the lock again with npm install.',
  find: (tree) =>
    offendingLines(
      'package-lock.json',
      tree.get('package-lock.json') ?? '',
      /"resolved":/,
      'names where a package came from',
    ),
  refused: [{ 'package-lock.json': '{\n  "resolved": "https://example.com/a.tgz"\n}' }],
  allowed: [{ 'package-lock.json': '{\n  "integrity": "sha512-x"\n}' }],
}

/** Exports that programs reach by name alone. */
const REACHED_BY_NAME = /(^|\/)(vitest|vite)\.config\.ts$|^test\/tidy\/|\.d\.ts$|\/generated\//

export const usedExports: Rule = {
  name: 'every export is used somewhere',
  help: 'Take the code out: what nobody uses is wrong sooner or later.',
  find: (tree) => {
    const counts = countWords(tree)
    const found: Offence[] = []
    for (const [file, { exports }] of sourcesOf(tree, (name) =>
      /^(src|portal\/src|test|bench)\//.test(name),
    ))
      if (!REACHED_BY_NAME.test(file))
        for (const { what, line } of exports)
          if (what !== 'default' && counts.get(what) === 1)
            found.push({ at: `${file}:${line}`, says: `exports ${what}, and nobody uses it` })
    return found
  },
  refused: [
    {
      // Cut in two, so that the word stands nowhere but in the planted file.
      'src/a.ts': `export const lone${'ly'} = 1\nexport const b = 2`,
      'src/b.ts': "import { b } from './a.ts'",
    },
  ],
  allowed: [
    {
      'src/a.ts': 'export const a = 1',
      'src/b.ts': "import * as all from './a.ts'\nconsole.log(all.a)",
    },
    {
      'src/a.ts': 'export interface Needs {}\nexport const a = (needs: Needs) => needs',
      'src/b.ts': "import { a } from './a.ts'",
    },
  ],
}

/** How often each word stands in the sources. */
function countWords(tree: Tree): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [file, text] of tree)
    if (/\.(ts|tsx|mjs)$/.test(file))
      for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g))
        counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
