import pg from 'pg'
import { expect, it } from 'vitest'
import { key, personal, plain, table } from '../src/core/data-map.ts'
import { modules } from '../src/modules.ts'
import { rules } from '../src/privacy/rules.ts'
import { testDatabase } from './support/database.ts'
import { faultsOf, type StoredColumn } from './tidy/data-maps.ts'

const ruleIds = new Set<string>(rules.map((rule) => rule.id))

/** Columns of every table that is not a partition of another; PostgreSQL's own left out. */
const COLUMNS = `
  select n.nspname || '.' || c.relname as table, a.attname as column
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('pg_catalog', 'information_schema')
  order by 1, a.attnum`

it('every column of the database is in a data map, with a rule, a clock and a way to find the person', async () => {
  const client = new pg.Client(await testDatabase())
  await client.connect()
  const { rows } = await client.query<StoredColumn>(COLUMNS)
  await client.end()
  expect(rows.length).toBeGreaterThan(100)
  const maps = modules.flatMap((module) => module.dataMap)
  expect(faultsOf(rows, maps, ruleIds).join('\n')).toBe('')
})

it('every module describes only tables of its own schema', () => {
  for (const { name, dataMap } of modules)
    for (const { table: described } of dataMap) expect(described).toMatch(new RegExp(`^${name}\\.`))
})

const phone = {
  rule: 'P10',
  subject: 'end-user',
  category: 'user.contact.phone_number',
  clock: 'made_at',
  end: 'clear',
} as const
const letters = table('post.letters', {
  account_id: key(),
  made_at: plain('time'),
  dest: personal(phone),
  body: personal({ ...phone, find: 'via:dest' }),
})
const stored: StoredColumn[] = ['account_id', 'made_at', 'dest', 'body'].map((column) => ({
  table: 'post.letters',
  column,
}))

it('a map that fits has no fault', () => {
  expect(faultsOf(stored, [letters], ruleIds)).toEqual([])
})

it.each([
  [
    'a new column',
    [...stored, { table: 'post.letters', column: 'stamp' }],
    [letters],
    'post.letters.stamp is in no data map',
  ],
  [
    'a new table',
    [...stored, { table: 'post.boxes', column: 'id' }],
    [letters],
    'post.boxes is in no data map',
  ],
  [
    'a column that is gone',
    stored.slice(0, 3),
    [letters],
    'post.letters.body is described, but is not in the database',
  ],
  ['a table that is gone', [], [letters], 'post.letters is described, but is not in the database'],
  [
    'a rule that does not exist',
    stored,
    [withBody({ rule: 'P99' })],
    'post.letters.body names the rule P99, which does not exist',
  ],
  [
    'a clock that nothing starts',
    stored,
    [withBody({ clock: 'sent_at' })],
    'post.letters.body has the clock sent_at, which is neither a column of its table nor an event',
  ],
  [
    'a way to find the person that leads nowhere',
    stored,
    [withBody({ find: 'via:sender' })],
    'post.letters.body is found via sender, which is no column of its table',
  ],
  [
    'a column described by nothing',
    stored,
    [table('post.letters', { ...letters.columns, made_at: plain(' ') })],
    'post.letters.made_at does not say what it holds',
  ],
  ['a table described twice', stored, [letters, letters], 'post.letters is described twice'],
])('%s is a fault', (_what, columns, maps, fault) => {
  expect(faultsOf(columns, maps, ruleIds)).toContain(fault)
})

function withBody(other: Partial<Parameters<typeof personal>[0]>) {
  return table('post.letters', {
    ...letters.columns,
    body: personal({ ...phone, find: 'via:dest', ...other }),
  })
}
