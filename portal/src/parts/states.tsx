import {
  Alert,
  Button,
  Code,
  Group,
  List,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
  Title,
} from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFault } from '../api/call.ts'

/** Stands where a page or a list will be. */
export function Waiting({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" role="status" aria-label={t('states.loading')} py="xs">
      {Array.from({ length: rows }, (_none, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  )
}

/** What the server refused, in its own words, with what to do next and the fields it named. */
export function FaultNotice({
  fault,
  retry,
  title,
}: {
  fault: ApiFault
  retry?: () => void
  title?: string
}) {
  const { t } = useTranslation()
  const unreachable = fault.status === 0
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle />}
      title={title ?? (unreachable ? t('fault.unreachable') : t('fault.title'))}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{unreachable ? t('fault.unreachableText') : fault.message}</Text>
        {fault.violations.length > 0 && (
          <List size="sm">
            {fault.violations.map((one) => (
              <List.Item key={`${one.property} ${one.violation}`}>
                <Code>{one.property}</Code> {one.violation}
              </List.Item>
            ))}
          </List>
        )}
        <Text size="sm" fw={500}>
          {nextStep(fault, t)}
        </Text>
        {fault.requestId !== null && fault.status >= 500 && (
          <Text size="xs">{t('fault.requestId', { id: fault.requestId })}</Text>
        )}
        {retry && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            onClick={retry}
          >
            {t('fault.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

function nextStep(fault: ApiFault, t: TFunction): string {
  if (fault.status === 0) return t('fault.next.unreachable')
  if (fault.status === 403) return t('fault.next.forbidden')
  if (fault.status === 404) return t('fault.next.gone')
  if (fault.status === 409) return t('fault.next.conflict')
  if (fault.status === 429) return t('fault.next.wait', { count: fault.retryAfterSeconds ?? 10 })
  if (fault.status >= 500) return t('fault.next.later')
  return t('fault.next.correct')
}

/** Nothing here yet, and what to do about it. */
export function Empty({
  icon,
  title,
  text,
  action,
}: {
  icon: ReactNode
  title: string
  text: string
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="sm" py={48} px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={460}>
        {text}
      </Text>
      {action !== undefined && <Group justify="center">{action}</Group>}
    </Stack>
  )
}
