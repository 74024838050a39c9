import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const colours = {
  CONNECTED: 'green',
  PARTLY: 'orange',
  CONNECTING: 'blue',
  DISCONNECTED: 'red',
  DRAINED: 'yellow',
  DISABLED: 'gray',
} as const

export function StateBadge({ state }: { state: keyof typeof colours }) {
  const { t } = useTranslation()
  return (
    <Badge color={colours[state]} data-state={state}>
      {t(`connection.state.${state}`)}
    </Badge>
  )
}
