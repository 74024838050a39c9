import { sourcesOf } from './source.ts'
import { isServerCode, isTest, type Offence, type Rule } from './tree.ts'

const CONFIG = /^src\/core\/(config|settings)\.ts$/

export const environmentInConfig: Rule = {
  name: 'only core/config reads the environment',
  help: 'Add a setting to src/core/config.ts and trunkline.env.sample, and take it from the Config.',
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, { environment }] of sourcesOf(tree, isServerCode))
      if (!CONFIG.test(file))
        for (const { what, line } of environment)
          found.push({ at: `${file}:${line}`, says: `reads ${what}` })
    return found
  },
  refused: [
    { 'src/messaging/accept.ts': 'if (process.env.DEBUG) debug()' },
    { 'src/messaging/accept.ts': 'const { PORT } = process.env' },
    { 'src/messaging/accept.ts': "import { env } from 'node:process'" },
  ],
  allowed: [
    {
      'src/core/config.ts': 'const read = (env = process.env) => env',
      'src/messaging/accept.ts': 'const pid = process.pid // not of process.env',
      'src/messaging/accept.test.ts': 'process.env.TZ',
    },
  ],
}

/** Who reads the time beside the two clocks, each with the reason. */
export const READS_TIME: Readonly<Record<string, string>> = {
  'src/core/clock.ts': 'it is the clock',
  'portal/src/clock.ts': "it is the portal's clock",
  'src/simulator/measure.ts': 'a program that measures: durations, from a clock that is never set',
}

const isTimed = (file: string): boolean =>
  isServerCode(file) || (/^portal\/src\/.*\.tsx?$/.test(file) && !isTest(file))

export const timeFromClock: Rule = {
  name: 'only core/clock reads the time',
  help: 'Take a Clock (or `now`) as an argument, so that a test can move it.',
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, { time }] of sourcesOf(tree, isTimed))
      if (!(file in READS_TIME))
        for (const { what, line } of time)
          found.push({ at: `${file}:${line}`, says: `calls ${what}` })
    return found
  },
  refused: [
    { 'src/messaging/accept.ts': 'const at = Date.now()' },
    { 'src/messaging/accept.ts': 'const at = new Date()' },
    { 'src/protocols/smpp/engine.ts': 'const start = performance.now()' },
    { 'portal/src/app/shell.tsx': 'export const Year = () => <b>{new Date().getFullYear()}</b>' },
  ],
  allowed: [
    {
      'src/core/clock.ts': 'export const ms = () => Date.now()',
      'src/messaging/accept.ts':
        'const at = new Date(clock.ms()) // never Date.now()\nsetTimeout(look, 100)',
      'src/messaging/accept.test.ts': 'const deadline = Date.now() + 1000',
    },
  ],
}

/** The lines of a list file that name a folder, by how often. */
const timesNamed = (list: string, folder: string): number =>
  list
    .split('\n')
    .filter(
      (line) =>
        /^\s*import\b|^\s*export\b.*\bfrom\b/.test(line) && line.includes(`'./${folder}/index.ts'`),
    ).length

export const channelsListed: Rule = {
  name: 'every channel folder is listed once in channels/index.ts',
  help: 'Add its line to src/channels/index.ts (or delete the folder).',
  find: (tree) => {
    const file = 'src/channels/index.ts'
    const folders = new Set(
      [...tree.keys()].flatMap((name) => /^src\/channels\/([^/]+)\/./.exec(name)?.[1] ?? []),
    )
    const list = tree.get(file) ?? ''
    return [...folders].flatMap((folder) => {
      // The list imports a channel once, and may pass its door on.
      const imported = timesNamed(list.replace(/^\s*export\b.*$/gm, ''), folder)
      return imported === 1 ? [] : [{ at: file, says: `names ${folder} ${imported} times` }]
    })
  },
  refused: [
    {
      'src/channels/index.ts': 'export const channels = []',
      'src/channels/viber/index.ts': 'export const viber = 1',
    },
    {
      'src/channels/index.ts':
        "import { viber } from './viber/index.ts'\nimport { viberModule } from './viber/index.ts'",
      'src/channels/viber/index.ts': 'export const viber = 1',
    },
  ],
  allowed: [
    {
      'src/channels/index.ts':
        "import { viber, viberModule } from './viber/index.ts'\nexport { type ViberNeeds } from './viber/index.ts'",
      'src/channels/viber/index.ts': 'export const viber = 1',
    },
  ],
}

export const migrationsListed: Rule = {
  name: 'every folder of migrations is in modules.ts',
  help: 'Add the module with its migrations and its data map to src/modules.ts.',
  find: (tree) => {
    const list = tree.get('src/modules.ts') ?? ''
    const folders = new Set(
      [...tree.keys()].flatMap(
        (name) => /^(src\/.*)\/migrations\/[^/]+\.sql$/.exec(name)?.[1] ?? [],
      ),
    )
    return [...folders].flatMap((folder) => {
      const path = folder.replace(/^src\//, './')
      return list.includes(`'${path}/`) || list.includes(`'${path.slice(2)}/migrations/`)
        ? []
        : [{ at: 'src/modules.ts', says: `does not name ${folder}` }]
    })
  },
  refused: [
    {
      'src/modules.ts': 'export const modules = []',
      'src/email/migrations/20261124T0930-mail.sql': 'create schema email;',
    },
  ],
  allowed: [
    {
      'src/modules.ts': "import { emailMigrations } from './email/index.ts'",
      'src/email/migrations/20261124T0930-mail.sql': 'create schema email;',
    },
  ],
}

export const migrationNames: Rule = {
  name: 'migrations are named by UTC minute, and begin with what an operator will notice',
  help: 'Name it 20261124T0930-what.sql and make the first line a comment: lock, time, whether it needs a stop.',
  find: (tree) => {
    const found: Offence[] = []
    const minutes = new Map<string, string>()
    for (const [file, text] of tree) {
      const name = /^src\/.*\/migrations\/([^/]+)$/.exec(file)?.[1]
      if (name === undefined) continue
      const minute = /^(\d{8}T\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
      if (minute === undefined)
        found.push({ at: file, says: 'is not named <UTC minute>-<what>.sql' })
      else if (minutes.has(name))
        found.push({ at: file, says: `has the name of ${minutes.get(name)}` })
      minutes.set(name, file)
      if (!/^-- \S/.test(text))
        found.push({ at: `${file}:1`, says: 'does not begin with a comment' })
    }
    return found
  },
  refused: [
    { 'src/email/migrations/001-mail.sql': '-- New tables only.\ncreate schema email;' },
    { 'src/email/migrations/20261124T0930-mail.sql': 'create schema email;' },
  ],
  allowed: [
    { 'src/email/migrations/20261124T0930-mail.sql': '-- New tables only.\ncreate schema email;' },
  ],
}
