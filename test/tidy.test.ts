import path from 'node:path'
import { describe, expect, it } from 'vitest'
import * as documents from './tidy/documents.ts'
import * as layers from './tidy/layers.ts'
import * as statements from './tidy/statements.ts'
import * as surroundings from './tidy/surroundings.ts'
import { readTree, treeOf, type Rule } from './tidy/tree.ts'
import * as words from './tidy/words.ts'

/** The house rules. Each is held by this tree, refuses its planted offences, and leaves their neighbours alone. */
const rules: readonly Rule[] = [
  layers.pure,
  layers.arrows,
  layers.doors,
  layers.cycles,
  statements.sqlInStores,
  statements.ownSchema,
  statements.sqlReadsNoTime,
  statements.everyTableHasAccount,
  surroundings.environmentInConfig,
  surroundings.timeFromClock,
  surroundings.channelsListed,
  surroundings.migrationsListed,
  surroundings.migrationNames,
  documents.rejectionsTold,
  documents.statusesTold,
  documents.settingsTold,
  documents.limitsHeld,
  documents.linksLead,
  words.fileLengths,
  words.names,
  words.noPlaces,
  words.lockNamesNoHost,
  words.usedExports,
]

const tree = readTree(path.join(import.meta.dirname, '..'))

describe.each(rules)('$name', (rule) => {
  it('holds here', () => {
    const offences = rule.find(tree).map(({ at, says }) => `${at} ${says}`)
    expect(offences.join('\n'), rule.help).toBe('')
  })

  it.each(rule.refused.map((files) => [Object.keys(files).at(-1)!, files] as const))(
    'refuses a planted offence in %s',
    (_file, files) => {
      expect(rule.find(treeOf(files)).length).toBeGreaterThan(0)
    },
  )

  it('finds the planted offence among all the others, too', () => {
    const [planted] = rule.refused
    const both = new Map([...tree, ...treeOf(planted!)])
    expect(rule.find(both).length).toBeGreaterThan(0)
  })

  it.each(rule.allowed.map((files) => [Object.keys(files).at(-1)!, files] as const))(
    'leaves its neighbour in %s alone',
    (_file, files) => {
      expect(rule.find(treeOf(files))).toEqual([])
    },
  )
})

describe('exceptions', () => {
  it.each(Object.keys({ ...surroundings.READS_TIME, ...words.LONG }))(
    '%s is still there',
    (file) => {
      expect(tree.has(file)).toBe(true)
    },
  )

  it.each(Object.keys(statements.WITHOUT_ACCOUNT))(
    'the table %s is still made, and has no account_id',
    (table) => {
      const made = [...tree].flatMap(([file, text]) =>
        file.endsWith('.sql')
          ? [...statements.createdTables(text)].filter((one) => one.table === table)
          : [],
      )
      // The table of migrations is made by the program that applies them.
      if (table !== 'core.migrations') expect(made).toHaveLength(1)
      for (const { body } of made) expect(body).not.toMatch(/\baccount_id\b/)
    },
  )

  it.each(Object.keys(words.NAMED_SO))('the name %s is still used', (name) => {
    expect([...tree].some(([file, text]) => file.startsWith('src/') && text.includes(name))).toBe(
      true,
    )
  })
})
