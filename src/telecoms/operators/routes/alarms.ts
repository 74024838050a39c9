import type { Clock } from '../../../core/clock.ts'
import { badField, type App, type Operation } from '../../../core/http/index.ts'
import type { Db } from '../../../core/storage/index.ts'
import { presentAlarm } from '../alarms/present.ts'
import { usualAlarmSettings } from '../alarms/watch.ts'
import { AlarmList, AlarmQuery, AlarmSettings } from '../alarms/wire.ts'
import { findAlarmSettings, pageOfAlarms, saveAlarmSettings } from '../store/alarms.ts'

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const
const reading = { ...shared, access: ['operators:manage', 'operators:read'] } as const
const managing = { ...shared, access: ['operators:manage'] } as const satisfies Partial<Operation>

/** `/operators/1/alarms`: what is wrong with connections, and when that is told. */
export function addAlarmRoutes(
  app: App,
  needs: { db: Db; clock: Clock; addressFault(address: string): string | undefined },
): void {
  const { db, clock } = needs
  app.operation(
    {
      ...reading,
      id: 'get-operator-alarms',
      method: 'GET',
      path: '/operators/1/alarms',
      summary: 'List alarms about operator connections',
      description: 'Newest first. Those that are over are kept for 90 days.',
      query: AlarmQuery,
      answers: { 200: AlarmList },
    },
    async ({ query }) => {
      const limit = query.limit ?? 100
      const before = query.cursor === undefined ? null : BigInt(query.cursor)
      const found = await pageOfAlarms(db, { before, open: query.open ?? false, limit: limit + 1 })
      const page = found.slice(0, limit)
      return {
        results: page.map(presentAlarm),
        nextCursor: found.length > limit ? String(page.at(-1)!.id) : null,
      }
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-operator-alarm-settings',
      method: 'GET',
      path: '/operators/1/alarm-settings',
      summary: 'Read when alarms are raised, and who is told',
      answers: { 200: AlarmSettings },
    },
    async () => (await findAlarmSettings(db)) ?? usualAlarmSettings,
  )
  app.operation(
    {
      ...managing,
      id: 'update-operator-alarm-settings',
      method: 'PUT',
      path: '/operators/1/alarm-settings',
      summary: 'Change when alarms are raised, and who is told',
      body: AlarmSettings,
      answers: { 200: AlarmSettings },
    },
    async ({ body }) => {
      const { downSeconds, errorsPercent, throttledPercent, queueSeconds, mail } = body
      const webhookUrl = body.webhookUrl?.trim() || null
      const fault = webhookUrl === null ? undefined : needs.addressFault(webhookUrl)
      if (fault !== undefined) throw badField('webhookUrl', `cannot be used: ${fault}`)
      const settings = { downSeconds, errorsPercent, throttledPercent, queueSeconds, mail, webhookUrl } // prettier-ignore
      await saveAlarmSettings(db, settings, clock.now())
      return settings
    },
  )
}
