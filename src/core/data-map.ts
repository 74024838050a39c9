/**
 * What every column holds, why and for how long: the source of retention, rights requests and the notice.
 * A column that is missing here fails `test/tidy.test.ts`. Rule ids are those of `privacy/rules.ts`.
 */
export type Subject = 'customer' | 'user' | 'end-user' | 'visitor' | 'nobody'

/** What happens to the column when its clock has run out. */
export type EndAction = 'erase' | 'clear' | 'pseudonymise' | 'aggregate' | 'suppress'

export interface PersonalColumn {
  kind: 'personal'
  rule: string
  subject: Subject
  /** A data category in fideslang's spelling, e.g. `user.contact.phone_number`. */
  category: string
  /** The column (of the same row) or event whose instant starts the clock. */
  clock: string
  end: EndAction
  /** How a person is found by it: the kind of identifier, or `via:<column>` of the same row. */
  find?: string
}
export type Column = { kind: 'key' } | { kind: 'plain'; holds: string } | PersonalColumn

export interface TableMap {
  table: string
  columns: Readonly<Record<string, Column>>
}
export type DataMap = readonly TableMap[]

/** The column says whose row it is, or links rows; it names nobody by itself. */
export const key = (): Column => ({ kind: 'key' })
/** Not personal data; `holds` says what it is. */
export const plain = (holds: string): Column => ({ kind: 'plain', holds })
export const personal = (column: Omit<PersonalColumn, 'kind'>): Column => ({
  kind: 'personal',
  ...column,
})
export const table = (name: string, columns: Record<string, Column>): TableMap => ({
  table: name,
  columns,
})
