import { sourcesOf } from './source.ts'
import { isServerCode, lineAt, type Offence, type Rule, type Tree } from './tree.ts'

/** Places that hold SQL beside the stores, each with the reason. */
const HOLDS_SQL: readonly (readonly [place: RegExp, reason: string])[] = [
  [/\/store(\.ts$|\/[^/]+\.ts$)/, 'stores are where SQL is'],
  [
    /^src\/core\/storage\//,
    'it is the storage: connections, migrations, the row of the installation',
  ],
  [
    /^src\/core\/events\/event-log\.ts$/,
    'a store in all but name: the log is nothing but its statements',
  ],
  [
    /^src\/core\/embedded-postgres\//,
    'it makes the database and its user, before there is a schema',
  ],
  [
    /^src\/start\/database\.ts$/,
    'asks a foreign server for its version, before anything is opened',
  ],
]
const mayHoldSql = (file: string): boolean => HOLDS_SQL.some(([place]) => place.test(file))

export const sqlInStores: Rule = {
  name: 'only stores and migrations hold SQL',
  help: "Move the statement to the module's store.ts (or store/*.ts), as a function named for its purpose.",
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, { sql }] of sourcesOf(tree, isServerCode))
      if (!mayHoldSql(file))
        for (const { what, line } of sql)
          found.push({ at: `${file}:${line}`, says: `holds \`${what.trim().slice(0, 60)}\`` })
    return found
  },
  refused: [
    { 'src/messaging/accept.ts': 'await run(tx, sql`delete from messaging.live`)' },
    { 'src/messaging/accept.ts': 'const part = sql.raw(names)\nconst other = sql<Row>`a = ${b}`' },
    { 'src/messaging/accept.ts': "await client.query('select 1 from messaging.live')" },
  ],
  allowed: [
    {
      'src/messaging/store/accept.ts':
        'export const a = (tx) => run(tx, sql`delete from messaging.live`)',
      'src/messaging/accept.ts': "throw new Error('Select a sender, then update it with care')",
    },
  ],
}

/** What a module calls its schema, where it is not the folder's name. */
const schemaOf = (file: string): string | null => {
  const [, top = '', sub = ''] = file.split('/')
  if (['protocols', 'start', 'simulator'].includes(top)) return null
  return top === 'telecoms' || top === 'channels'
    ? sub.replaceAll('-', '_')
    : top.replaceAll('-', '_')
}

const NAMED_TABLE =
  /\b(?:from|join|into|update|using|table|table if not exists|table if exists|on|references|only)\s+([a-z_]+)\.([a-z_]+)/gi

/** Schemas of all modules: those that a migration makes. */
function schemas(tree: Tree): Map<string, string> {
  const made = new Map<string, string>()
  for (const [file, text] of tree)
    if (file.endsWith('.sql') && file.startsWith('src/'))
      for (const [, name] of text.matchAll(/create schema (?:if not exists )?(\w+)/gi))
        made.set(name!, file)
  made.set('core', 'src/core/migrations/')
  return made
}

export const ownSchema: Rule = {
  name: 'one PostgreSQL schema per module, and no module reads or writes in another',
  help: "Ask the other module's door for it. A module's schema bears its folder's name.",
  find: (tree) => {
    const found: Offence[] = []
    const known = schemas(tree)
    for (const [schema, file] of known)
      if (schema !== 'core' && schemaOf(file) !== schema)
        found.push({ at: file, says: `makes the schema ${schema}; its own is ${schemaOf(file)}` })
    const look = (file: string, line: number, text: string) => {
      for (const [, schema, table] of text.matchAll(NAMED_TABLE))
        if (known.has(schema!) && schema !== schemaOf(file))
          found.push({ at: `${file}:${line}`, says: `names ${schema}.${table}` })
    }
    for (const [file, { sql }] of sourcesOf(tree, isServerCode))
      for (const { what, line } of sql) look(file, line, what)
    for (const [file, text] of tree)
      if (/^src\/.*\.sql$/.test(file)) look(file, 1, withoutSqlComments(text))
    return found
  },
  refused: [
    {
      'src/accounts/migrations/a.sql': 'create schema accounts;',
      'src/messaging/store.ts': 'sql`select 1 from accounts.users`',
    },
    {
      'src/accounts/migrations/a.sql': 'create schema accounts;',
      'src/messaging/migrations/b.sql':
        'create schema messaging; create table messaging.live (account_id integer references accounts.accounts (id));',
    },
    { 'src/accounts/migrations/a.sql': 'create schema users;' },
  ],
  allowed: [
    {
      'src/accounts/migrations/a.sql':
        'create schema accounts; -- as on accounts.keys\ncreate table accounts.users (id int);',
      'src/accounts/store.ts':
        'sql`select u.name from accounts.users u join pg_catalog.pg_class on true`',
    },
  ],
}

const withoutSqlComments = (text: string): string => text.replace(/--[^\n]*/g, '')

const READS_TIME =
  /\b(now|clock_timestamp|transaction_timestamp|statement_timestamp|timeofday)\s*\(|\b(current_date|current_time|current_timestamp|localtime|localtimestamp)\b/i

export const sqlReadsNoTime: Rule = {
  name: 'no SQL reads the time',
  help: 'Give the statement the time as a parameter: a test moves it, and a retention run is given any instant.',
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, { sql }] of sourcesOf(tree, isServerCode))
      for (const { what, line } of sql) {
        const [read] = READS_TIME.exec(what) ?? []
        if (read) found.push({ at: `${file}:${line}`, says: `reads ${read.replace(/\($/, '()')}` })
      }
    for (const [file, text] of tree) {
      if (!/^src\/.*\.sql$/.test(file)) continue
      const statements = withoutSqlComments(text)
      const read = READS_TIME.exec(statements)
      if (read)
        found.push({ at: `${file}:${lineAt(statements, read.index)}`, says: `reads ${read[0]}` })
    }
    return found
  },
  refused: [
    { 'src/messaging/store.ts': 'sql`delete from messaging.live where day < current_date - 8`' },
    { 'src/messaging/store.ts': 'sql`update messaging.live set at = now()`' },
    {
      'src/accounts/migrations/a.sql':
        'create table a (made_at timestamptz default clock_timestamp())',
    },
  ],
  allowed: [
    {
      'src/messaging/store.ts': 'sql`select 1 from messaging.live where at < ${clock.now()}`',
      'src/accounts/migrations/a.sql':
        '-- never now(): the time is a parameter\ncreate table a (known boolean)',
    },
  ],
}

/** Tables that have no account, each with the reason. */
export const WITHOUT_ACCOUNT: Readonly<Record<string, string>> = {
  'core.migrations': 'the platform: what was applied',
  'core.installation': 'the platform: one row about this database',
  'accounts.accounts': 'it is the account: its own id is the key',
  'accounts.users': 'a person may belong to several accounts: accounts.memberships says to which',
  'accounts.second_factors': 'of a person, who shows them whatever account is entered',
  'accounts.recovery_codes': 'of a person, like their second factors',
  'accounts.sign_ups':
    'somebody who wants an account: there is none before the address is confirmed',
  'operators.connections': 'the platform: operators belong to the installation',
  'operators.alarms': 'the platform: about connections, which belong to the installation',
  'operators.alarm_settings': 'the platform: one row about this installation',
  'operators.alarm_notices': 'the platform: about connections, which belong to the installation',
  'routing.routes': 'the platform: routes belong to the installation',
  'routing.number_networks': 'the platform: which network a number is with is the same for all',
  'routing.quality': 'the platform: what was measured of operators, over the messages of all',
  'messaging.nodes': 'the engine: which processes are alive',
  'messaging.leases': 'the engine: what processes have in memory, of all accounts in one row',
  'messaging.sweeps': 'the engine: how far its looks have got',
  'messaging.parked_receipts': 'the engine: nobody knows yet whose message a receipt is about',
  'messaging.inbound_parts': 'the engine: whose message it is shows once it is whole',
}

/** `create table a.b (…)`: the name, and what stands between the outer brackets. */
export function* createdTables(
  text: string,
): Generator<{ table: string; body: string; offset: number }> {
  const statements = text.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  for (const match of statements.matchAll(
    /create (?:unlogged )?table (?:if not exists )?([\w.]+)\s*\(/gi,
  )) {
    let depth = 1
    let end = match.index + match[0].length
    for (; end < statements.length && depth > 0; end += 1)
      if (statements[end] === '(') depth += 1
      else if (statements[end] === ')') depth -= 1
    yield {
      table: match[1]!,
      body: statements.slice(match.index + match[0].length, end - 1),
      offset: match.index,
    }
  }
}

export const everyTableHasAccount: Rule = {
  name: 'every table has account_id',
  help: 'Add the column, or list the table with its reason in WITHOUT_ACCOUNT of test/tidy/statements.ts.',
  find: (tree) => {
    const found: Offence[] = []
    for (const [file, text] of tree) {
      if (!/^src\/.*\.sql$/.test(file)) continue
      for (const { table, body, offset } of createdTables(text))
        if (!/\baccount_id\b/.test(body) && !(table in WITHOUT_ACCOUNT))
          found.push({ at: `${file}:${lineAt(text, offset)}`, says: `${table} has no account_id` })
    }
    return found
  },
  refused: [
    { 'src/messaging/migrations/a.sql': 'create table messaging.letters (id uuid, body text);' },
  ],
  allowed: [
    {
      'src/messaging/migrations/a.sql':
        'create table messaging.letters (id uuid check (id is not null), account_id integer);\ncreate table messaging.nodes (node_id integer);',
    },
  ],
}
