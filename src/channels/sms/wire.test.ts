import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  AskPreview,
  BulkQuery,
  InboxQuery,
  ReportsQuery,
  SendBinaryV2,
  SendQuery,
  SendQueryV1,
  SendSms,
  SendTextV2,
} from './wire.ts'

test('nothing on the way of a send makes the validator try alternatives', () => {
  for (const schema of [SendSms, SendTextV2, SendBinaryV2, SendQuery, SendQueryV1])
    expect(JSON.stringify(schema)).not.toMatch(/"(anyOf|oneOf|allOf|not|if)":/)
})

test('the schemas import nothing of ours', () => {
  const source = readFileSync(new URL('./wire.ts', import.meta.url), 'utf8')
  expect([...source.matchAll(/from '([^']+)'/g)].map((one) => one[1])).toEqual(['typebox'])
})

test('every text of a request has an end, except those that are cut or counted', () => {
  const open: string[] = []
  const look = (schema: Record<string, unknown>, path: string): void => {
    if (
      schema['type'] === 'string' &&
      schema['maxLength'] === undefined &&
      schema['enum'] === undefined &&
      schema['pattern'] === undefined &&
      schema['format'] === undefined
    )
      open.push(path)
    for (const [name, member] of Object.entries(
      (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>,
    ))
      look(member, `${path}.${name}`)
    if (schema['items'] !== undefined) look(schema['items'] as Record<string, unknown>, `${path}[]`)
  }
  for (const [name, schema] of Object.entries({
    SendSms,
    SendTextV2,
    SendBinaryV2,
    AskPreview,
    BulkQuery,
    ReportsQuery,
    InboxQuery,
  }))
    look(schema as unknown as Record<string, unknown>, name)
  // Cut at accept: ids at 200 characters, contents just over the limit that refuses them.
  expect(open.sort()).toEqual([
    'SendBinaryV2.messages[].binary.hex',
    'SendBinaryV2.messages[].destinations[].messageId',
    'SendSms.messages[].content.hex',
    'SendSms.messages[].content.text',
    'SendSms.messages[].destinations[].messageId',
    'SendTextV2.messages[].destinations[].messageId',
    'SendTextV2.messages[].text',
  ])
})
