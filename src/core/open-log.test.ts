import { describe, expect, it } from 'vitest'
import { openLog } from './open-log.ts'

const lines: string[] = []
const log = openLog('info', { write: (line) => lines.push(line) })
const said = (write: () => void): Record<string, unknown> => {
  lines.length = 0
  write()
  expect(lines).toHaveLength(1)
  return JSON.parse(lines[0]!) as Record<string, unknown>
}

describe('the log', () => {
  it('keeps ids, counts and reasons', () => {
    const fields = {
      messageId: '019ab0c4-1234-7123-8123-123456789012',
      count: 12345678901,
      ms: 12.5,
      list: ['a', 1],
    }
    expect(said(() => log.info(fields, 'sent'))).toMatchObject({
      level: 'info',
      msg: 'sent',
      ...fields,
    })
  })

  it('takes out what is named like a text, a person or a secret, at any depth', () => {
    const line = said(() =>
      log.warn(
        {
          request: { text: 'hello', To: '41790000000', from: 41790000000, apiKey: 'k' },
          password: 'p',
        },
        'x',
      ),
    )
    expect(line).toMatchObject({
      request: { text: '…', To: '…', from: '…', apiKey: '…' },
      password: '…',
    })
  })

  it('takes out query strings and phone numbers, also of the words themselves', () => {
    const line = said(() => log.info({ url: '/sms/1/text/query?username=a&password=b', about: ['to +41790000012 today'] }, 'for 41790000034')) // prettier-ignore
    expect(line).toMatchObject({
      url: '/sms/1/text/query?…',
      about: ['to …12 today'],
      msg: 'for …34',
    })
  })

  it('tells an error without what a driver hung on it', () => {
    const error = Object.assign(new Error('no route to 41790000056'), { code: '23505', detail: 'Key (body)=(hello)', parameters: ['hello'] }) // prettier-ignore
    for (const line of [
      said(() => log.error({ err: error }, 'failed')),
      said(() => log.error(error)),
    ]) {
      expect(line.err).toMatchObject({ type: 'Error', code: '23505', message: 'no route to …56' })
      expect(JSON.stringify(line)).not.toMatch(/hello|41790000056/)
    }
  })

  it('does the same in what it hands to others', () => {
    const line = said(() => log.child({ module: 'sms' }).info({ body: 'hello' }, 'x'))
    expect(line).toMatchObject({ module: 'sms', body: '…' })
  })

  it('is in words for a person at a terminal', () => {
    const shown: string[] = []
    const forPerson = openLog('info', { isTTY: true, write: (line) => shown.push(line) })
    forPerson.info({ pid: 7, http: { port: 1 } }, 'postgresql is ready')
    forPerson.error({ err: new Error('it broke') }, 'failed')
    expect(shown[0]).toMatch(/^\d\d:\d\d:\d\d INFO {2}postgresql is ready pid=7 http\.port=1\n$/)
    expect(shown[1]).toMatch(/ERROR failed\nError: it broke\n +at /)
  })
})
