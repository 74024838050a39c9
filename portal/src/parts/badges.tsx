import { Badge, Tooltip } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const colours: Record<string, string> = {
  ACCEPTED: 'blue',
  PENDING: 'blue',
  DELIVERED: 'green',
  UNDELIVERABLE: 'red',
  EXPIRED: 'orange',
  REJECTED: 'red',
}

export interface WireStatus {
  groupName: string
  name: string
  description: string
}

/** The group in words; the exact status is said on hover, focus and in the details. */
export function StatusBadge({
  status,
  scheduled = false,
}: {
  status: WireStatus
  scheduled?: boolean
}) {
  const { t } = useTranslation()
  if (scheduled)
    return (
      <Badge color="grape" data-status="SCHEDULED">
        {t('statusGroup.SCHEDULED')}
      </Badge>
    )
  return (
    <Badge
      color={colours[status.groupName] ?? 'gray'}
      data-status={status.groupName}
      title={status.name}
    >
      {t(`statusGroup.${status.groupName}`, { defaultValue: status.groupName })}
    </Badge>
  )
}

/** Nobody real got or sent this. */
export function SimulatedBadge() {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('simulated.why')}>
      <Badge
        color="orange"
        variant="outline"
        leftSection={<IconFlask size={12} aria-hidden />}
        style={{ flexShrink: 0, color: 'var(--mantine-color-orange-light-color)' }}
      >
        {t('simulated.badge')}
      </Badge>
    </Tooltip>
  )
}
