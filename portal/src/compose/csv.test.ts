import { describe, expect, it } from 'vitest'
import { fillIn, placeholdersIn, readCsv, unknownPlaceholdersIn } from './csv.ts'

describe('a file of recipients', () => {
  it('finds the column of numbers by what is in it', () => {
    const read = readCsv(
      'a.csv',
      '\ufeffid,name,mobile\n1,Ada,+999100000001\n2,"Hopper, Grace",+999100000002\n',
    )
    expect(read).toMatchObject({
      ok: true,
      file: { columns: ['id', 'name', 'mobile'], numberColumn: 'mobile' },
    })
    expect(read.ok && read.file.rows[1]).toEqual({
      id: '2',
      name: 'Hopper, Grace',
      mobile: '+999100000002',
    })
  })

  it.each([
    ['semicolons', 'tel;name\n999100000001;Ada'],
    ['tabs', 'tel\tname\n999100000001\tAda'],
  ])('reads columns divided by %s', (_by, text) => {
    expect(readCsv('a.csv', text)).toMatchObject({ ok: true, file: { numberColumn: 'tel' } })
  })

  it.each([
    ['only a heading', 'number,name\n', 'NO_ROWS'],
    ['nothing', '', 'NO_ROWS'],
    ['no number in any column', 'a,b\nx,y\n', 'NO_NUMBERS'],
    ['too many rows', `number\n${'999100000001\n'.repeat(10_001)}`, 'TOO_MANY_ROWS'],
  ])('is refused with %s', (_what, text, fault) => {
    expect(readCsv('a.csv', text)).toEqual({ ok: false, fault })
  })
})

describe('placeholders', () => {
  const row = { name: 'Ada', 'order no': '4711' }

  it('are filled in from the row', () => {
    expect(fillIn('Hello {name}, order {order no} / { name }', row)).toBe(
      'Hello Ada, order 4711 / Ada',
    )
  })

  it('stay as they are where the file has no such column', () => {
    expect(fillIn('Hello {nmae}', row)).toBe('Hello {nmae}')
    expect(unknownPlaceholdersIn('Hello {nmae} {name}', Object.keys(row))).toEqual(['nmae'])
    expect(placeholdersIn('Hello {nmae} {name} {name}', Object.keys(row))).toEqual(['name'])
  })

  it('never fill in what a value brings with it', () => {
    expect(fillIn('{name}', { name: '{order no}', 'order no': '1' })).toBe('{order no}')
  })
})
