import { Alert, Text } from '@mantine/core'
import { IconLinkOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiFault } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'

const NOT_FOUND = 404

/** A link that is of no use, or whatever else went wrong with it. */
export function LinkFault({ fault, what }: { fault: ApiFault; what: string }) {
  const { t } = useTranslation()
  if (fault.status !== NOT_FOUND) return <FaultNotice fault={fault} />
  return (
    <Alert color="orange" icon={<IconLinkOff />} title={t('welcome.over')} role="alert">
      <Text size="sm">{what}</Text>
    </Alert>
  )
}
