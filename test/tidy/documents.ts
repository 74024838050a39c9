import path from 'node:path'
import { isServerCode, lineAt, type Offence, type Rule } from './tree.ts'

/** Names of the members of an object in a source, such as `rejectionKinds`; found by their indent of two blanks. */
function membersOf(text: string, name: string): string[] {
  const start = text.search(new RegExp(`\\bconst ${name}\\b[^=]*= \\{`))
  if (start === -1) return []
  const end = text.indexOf('\n}', start)
  return [...text.slice(start, end).matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(
    ([, member]) => member!,
  )
}

/** First cells of the tables under a heading, without backticks. */
function firstCells(text: string, heading: string): string[] {
  const [, section = ''] = text.split(new RegExp(`^## ${heading}\\s*$`, 'm'))
  const [part = ''] = section.split(/^## /m)
  return [...part.matchAll(/^\| *`([^`]+)` *\|/gm)].map(([, cell]) => cell!)
}

const difference = (at: string, wanted: readonly string[], told: readonly string[]): Offence[] => [
  ...wanted
    .filter((one) => !told.includes(one))
    .map((one) => ({ at, says: `does not have ${one}` })),
  ...told
    .filter((one) => !wanted.includes(one))
    .map((one) => ({ at, says: `has ${one}, which is gone` })),
  ...told
    .filter((one, index) => told.indexOf(one) !== index)
    .map((one) => ({ at, says: `has ${one} twice` })),
]

const ERRORS = 'docs/errors.md'

export const rejectionsTold: Rule = {
  name: 'docs/errors.md has every rejection, and no other',
  help: 'Add or take out the row under "Refusals".',
  find: (tree) =>
    difference(
      ERRORS,
      membersOf(tree.get('src/core/http/rejection.ts') ?? '', 'rejectionKinds'),
      firstCells(tree.get(ERRORS) ?? '', 'Refusals'),
    ),
  refused: [
    {
      'src/core/http/rejection.ts':
        'export const rejectionKinds = {\n  NOT_FOUND: {\n    status: 404,\n  },\n}',
      'docs/errors.md': '## Refusals\n\n| name | status |\n| --- | --- |\n',
    },
    {
      'src/core/http/rejection.ts':
        'export const rejectionKinds = {\n  NOT_FOUND: {\n    status: 404,\n  },\n}',
      'docs/errors.md': '## Refusals\n\n| `NOT_FOUND` | 404 |\n| `TEAPOT` | 418 |\n',
    },
  ],
  allowed: [
    {
      'src/core/http/rejection.ts':
        'export const rejectionKinds = {\n  NOT_FOUND: {\n    status: 404,\n  },\n}',
      'docs/errors.md':
        '## Refusals\n\n| `NOT_FOUND` | 404 |\n\n## Statuses\n\n| `DELIVERED` | 5 |\n',
    },
  ],
}

const idsOfStatuses = (text: string): string[] =>
  [
    ...text.matchAll(/\b(?:pending|undeliverable|delivered|expired|rejected)\(\d+, '([A-Z_]+)'/g),
  ].map(([, name]) => name!)

export const statusesTold: Rule = {
  name: 'docs/errors.md has every status of a message, and no other',
  help: 'Add or take out the row under "Statuses".',
  find: (tree) =>
    difference(
      ERRORS,
      idsOfStatuses(tree.get('src/messaging/statuses.ts') ?? ''),
      firstCells(tree.get(ERRORS) ?? '', 'Statuses'),
    ),
  refused: [
    {
      'src/messaging/statuses.ts':
        "const all = [pending(3, 'PENDING_WAITING_DELIVERY', 'Message sent')]",
      'docs/errors.md': '## Statuses\n',
    },
    { 'src/messaging/statuses.ts': '', 'docs/errors.md': '## Statuses\n\n| `GONE` | 1 |\n' },
  ],
  allowed: [
    {
      'src/messaging/statuses.ts':
        "const all = [pending(3, 'PENDING_WAITING_DELIVERY', 'Message sent')]",
      'docs/errors.md': '## Statuses\n\n| `PENDING_WAITING_DELIVERY` | 3 |\n',
    },
  ],
}

export const settingsTold: Rule = {
  name: 'every setting is in trunkline.env.sample, and no other',
  help: 'Add it to the sample with a sentence above it, or take it out.',
  find: (tree) => {
    const file = 'trunkline.env.sample'
    const told = [...(tree.get(file) ?? '').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(
      ([, name]) => name!,
    )
    return difference(file, membersOf(tree.get('src/core/config.ts') ?? '', 'settings'), told)
  },
  refused: [
    {
      'src/core/config.ts': 'export const settings = {\n  PORT: port,\n}',
      'trunkline.env.sample': '',
    },
    {
      'src/core/config.ts': 'export const settings = {\n  PORT: port,\n}',
      'trunkline.env.sample': '#PORT=1\n#COLOUR=red\n',
    },
  ],
  allowed: [
    {
      'src/core/config.ts': 'export const settings = {\n  PORT: port,\n}',
      'trunkline.env.sample': '# Port\n#PORT=8080\n',
    },
  ],
}

const OPERATE = 'docs/operate.md'

export const limitsHeld: Rule = {
  name: 'every limit that can be set is held, or docs/operate.md says that it is not yet',
  help: 'Hand the limit to who holds it, or take the setting out; mend the paragraph "Not in force yet".',
  find: (tree) => {
    const config = 'src/core/config.ts'
    const users = [...tree].filter(([name]) => isServerCode(name) && name !== config)
    const [, told = ''] = /^Not in force yet\b([^]*?)\n\n/m.exec(tree.get(OPERATE) ?? '') ?? []
    const found: Offence[] = []
    for (const [, limit, setting] of (tree.get(config) ?? '').matchAll(
      /(\w+): sure\(values\.([A-Z_]+_MAX)\)/g,
    )) {
      const held = users.some(([, text]) => new RegExp(`\\blimits\\??\\.${limit}\\b`).test(text))
      const named = told.includes(`\`${setting}\``)
      if (!held && !named) found.push({ at: config, says: `has ${limit}, which nothing holds` })
      if (held && named)
        found.push({ at: OPERATE, says: `says that ${setting} is not in force, and it is` })
    }
    return found
  },
  refused: [
    {
      'src/core/config.ts': 'const limits = {\n  pigeonsMax: sure(values.PIGEONS_MAX),\n}',
      'src/loft.ts': 'const pigeonsMax = 4',
    },
    {
      'src/core/config.ts': 'const limits = {\n  pigeonsMax: sure(values.PIGEONS_MAX),\n}',
      'src/loft.ts': 'open(config.limits.pigeonsMax)',
      'docs/operate.md': 'Not in force yet: `PIGEONS_MAX`.\n\n',
    },
  ],
  allowed: [
    {
      'src/core/config.ts':
        'const limits = {\n  pigeonsMax: sure(values.PIGEONS_MAX),\n  dovesMax: sure(values.DOVES_MAX),\n}',
      'src/loft.ts': 'open(config.limits.pigeonsMax)',
      'docs/operate.md': 'Not in force yet: `DOVES_MAX`.\n\n',
    },
  ],
}

export const linksLead: Rule = {
  name: 'links between documents lead somewhere',
  help: 'Mend the path, or write the document.',
  find: (tree) => {
    const folders = new Set([...tree.keys()].flatMap((file) => foldersOf(file)))
    const found: Offence[] = []
    for (const [file, text] of tree) {
      if (!file.endsWith('.md')) continue
      for (const match of text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)) {
        const link = match[1]!
        if (/^[a-z]+:/.test(link) || /\.(png|svg)$/.test(link)) continue
        const target = path.posix.join(path.posix.dirname(file), link).replace(/\/$/, '')
        if (!tree.has(target) && !folders.has(target))
          found.push({
            at: `${file}:${lineAt(text, match.index)}`,
            says: `leads to ${target}, which is not there`,
          })
      }
    }
    return found
  },
  refused: [{ 'docs/operate.md': 'See [the settings](settings.md).' }],
  allowed: [
    {
      'docs/operate.md':
        'See [errors](errors.md#refusals), [a site](https://example.com/x.md), [the source](../src/core/).',
      'docs/errors.md': '# Errors',
      'src/core/clock.ts': '',
    },
  ],
}

const foldersOf = (file: string): string[] => {
  const steps = file.split('/')
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'))
}
