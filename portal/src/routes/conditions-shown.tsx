import { Badge, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { readTime, useFormat } from '../language/format.ts'
import type { Route } from './draft.ts'

const SHOWN_MAX = 4

/** What a route is for beside a prefix, each condition in a few words. */
export function ConditionsShown({ route }: { route: Route }) {
  const { t } = useTranslation()
  const format = useFormat()
  const some = (items: readonly string[]) =>
    items.length <= SHOWN_MAX
      ? items.join(', ')
      : t('routes.andMore', {
          some: items.slice(0, SHOWN_MAX).join(', '),
          more: items.length - SHOWN_MAX,
        })
  const time = (wire: string) => format.shortTime(readTime(wire))
  const words = [
    route.countries.length > 0 && some(route.countries.map(format.country)),
    route.networks.length > 0 && some(route.networks),
    route.accountKeys.length > 0 && some(route.accountNames),
    route.contentClasses.length > 0 &&
      some(route.contentClasses.map((one) => t(`routes.contentClass.${one}`))),
    route.senderKinds.length > 0 &&
      some(route.senderKinds.map((one) => t(`routes.senderKind.${one}`))),
    route.senders.length > 0 && t('routes.sendersAre', { senders: some(route.senders) }),
    route.timeWindows.length > 0 &&
      some(
        route.timeWindows.map(
          ({ days, from, to }) => `${days.map((day) => t(`day.${day}`)).join(' ')} ${from}–${to}`,
        ),
      ),
    route.validFrom !== null && t('routes.validFromIs', { time: time(route.validFrom) }),
    route.validUntil !== null && t('routes.validUntilIs', { time: time(route.validUntil) }),
    route.selection !== 'ORDER' && t(`routes.selections.${route.selection}`),
  ].filter((one) => one !== false)
  return words.length === 0 ? null : (
    <Group gap={6}>
      {words.map((one) => (
        <Badge key={one} variant="light" color="gray" tt="none" fw={500}>
          {one}
        </Badge>
      ))}
    </Group>
  )
}
