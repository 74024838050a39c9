import { readFileSync } from 'node:fs'

/** An edited file tells what is wrong with it: the file and the line. */
export class RulesFault extends Error {
  override name = 'RulesFault'
}

export interface Line {
  where: string
  columns: string[]
}

/** Where a rule comes from, and when that was read (`YYYY-MM-DD`). */
export interface Sourced {
  source: string
  lookedUp: string
}

/** Lines of a table of `national/`: tab between columns, `#` before remarks. */
export function linesOf(file: string, text: string, columnCount: number): Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const where = `${file}:${index + 1}`
    const columns = line.split('\t').map((column) => column.trim())
    if (columns.length !== columnCount)
      throw new RulesFault(`${where}: ${columnCount} columns, please`)
    return [{ where, columns }]
  })
}

/** Lines whose last two columns are where they come from and when that was looked up. */
export const sourcedLines = (file: string, text: string, columnCount: number): (Line & Sourced)[] =>
  linesOf(file, text, columnCount + 2).map(({ where, columns }) => {
    const [source = '', lookedUp = ''] = columns.slice(columnCount)
    if (!/^https?:\/\/\S+$/.test(source)) throw new RulesFault(`${where}: ${source} is no address`)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(lookedUp))
      throw new RulesFault(`${where}: ${lookedUp} is no date`)
    return { where, columns: columns.slice(0, columnCount), source, lookedUp }
  })

export const textOf = (file: string): string =>
  readFileSync(new URL(`national/${file}`, import.meta.url), 'utf8')

export const words = (column: string): string[] =>
  column === '-' ? [] : column.split(' ').filter((word) => word !== '')
