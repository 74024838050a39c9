import { badField, parseWireTime, type App } from '../../core/http/index.ts'
import type { Replays } from '../replays.ts'
import { Replay, Replayed } from '../wire.ts'

/** `/messaging/1/reports/replay`: reports of a span, a bulk or a number once more. */
export const addReplays = (app: App, replays: Replays): void =>
  app.operation(
    {
      id: 'replay-reports',
      method: 'POST',
      path: '/messaging/1/reports/replay',
      product: 'messaging',
      envelope: 2,
      access: ['sms:manage', 'subscriptions:manage'],
      summary: 'Send delivery reports of ended messages once more',
      description:
        'To where they went: the address of the request, the profiles that want them, or the account-wide address; those that led nowhere are left out. Up to 2,000 messages each time, of the last eight days. A report that is still on its way may come twice.',
      body: Replay,
      answers: { 202: Replayed },
    },
    ({ body, credential }) =>
      replays.again(credential.accountId, {
        since: time('since', body.since),
        until: time('until', body.until),
        bulkId: body.bulkId ?? null,
        dest: body.to === undefined ? null : body.to.replace(/\D/g, '').replace(/^00/, ''),
        cursor: body.cursor,
      }),
  )

function time(property: string, text: string): Date {
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read
}
