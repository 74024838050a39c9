import type { DataMap, PersonalColumn } from '../../src/core/data-map.ts'

/** A column of the database: `messaging.live`, `dest`. */
export interface StoredColumn {
  table: string
  column: string
}

/** Events that start a clock and are no column of the row itself. */
export const clockEvents: ReadonlySet<string> = new Set(['account.closed', 'user.removed'])

/**
 * What is wrong between the database and what the modules say about it: columns nobody described, described columns that
 * are gone, rules that do not exist, clocks that nothing starts, ways to find a person that lead nowhere.
 */
export function faultsOf(
  stored: readonly StoredColumn[],
  maps: DataMap,
  ruleIds: ReadonlySet<string>,
): string[] {
  const tables = Map.groupBy(stored, (one) => one.table)
  const faults = maps
    .filter((map, index) => maps.findIndex((other) => other.table === map.table) !== index)
    .map((map) => `${map.table} is described twice`)
  const described = new Map(maps.map((map) => [map.table, map.columns]))
  for (const [table, columns] of tables) {
    const map = described.get(table)
    if (!map) faults.push(`${table} is in no data map`)
    else
      for (const { column } of columns)
        if (!(column in map)) faults.push(`${table}.${column} is in no data map`)
  }
  for (const { table, columns } of maps) {
    const names = new Set(tables.get(table)?.map((one) => one.column))
    if (names.size === 0) faults.push(`${table} is described, but is not in the database`)
    else
      for (const [column, what] of Object.entries(columns)) {
        if (!names.has(column))
          faults.push(`${table}.${column} is described, but is not in the database`)
        if (what.kind === 'personal')
          faults.push(...faultsOfPersonal(`${table}.${column}`, what, names, ruleIds))
        if (what.kind === 'plain' && what.holds.trim() === '')
          faults.push(`${table}.${column} does not say what it holds`)
      }
  }
  return faults
}

function faultsOfPersonal(
  at: string,
  { rule, clock, find, category }: PersonalColumn,
  columns: ReadonlySet<string>,
  ruleIds: ReadonlySet<string>,
): string[] {
  const faults: string[] = []
  if (!ruleIds.has(rule)) faults.push(`${at} names the rule ${rule}, which does not exist`)
  if (!columns.has(clock) && !clockEvents.has(clock))
    faults.push(`${at} has the clock ${clock}, which is neither a column of its table nor an event`)
  const [, via] = /^via:(.*)$/.exec(find ?? '') ?? []
  if (via !== undefined && !columns.has(via))
    faults.push(`${at} is found via ${via}, which is no column of its table`)
  if (!/^[a-z]+(\.[a-z_]+)*$/.test(category)) faults.push(`${at} has no data category`)
  return faults
}
