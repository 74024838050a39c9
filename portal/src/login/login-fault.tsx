import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiFault } from '../api/call.ts'

/** @param wrong what to say of a 401, when it is not in the server's words */
export function LoginFault({ fault, wrong }: { fault: ApiFault; wrong?: string }) {
  const { t } = useTranslation()
  const text =
    fault.status === 0
      ? t('fault.unreachableText')
      : fault.status === 401 && wrong !== undefined
        ? wrong
        : fault.status === 429
          ? t('login.tooOften', { count: fault.retryAfterSeconds ?? 60 })
          : `${fault.message} ${fault.action}`
  return (
    <Alert color="red" icon={<IconAlertTriangle />} role="alert">
      {text}
    </Alert>
  )
}
