import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { forgetEverything } from '../app/session.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { Frame } from './frame.tsx'
import { linkToken } from './link-token.ts'
import { LinkFault } from './over.tsx'

/** The link to a new address. A button, because programs that look at mails follow links too. */
export function ConfirmEmailPage() {
  const { t } = useTranslation()
  const [token] = useState(linkToken)
  const confirm = useChange('finish-email-change')
  return (
    <Frame title={t('welcome.newEmail')}>
      {confirm.data ? (
        <Text role="status">{t('welcome.newEmailDone', { email: confirm.data.email })}</Text>
      ) : (
        <Stack>
          <Text size="sm">{t('welcome.newEmailAbout')}</Text>
          {confirm.error && <LinkFault fault={confirm.error} what={t('welcome.newEmailOver')} />}
          <Button
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ body: { token } }, { onSuccess: forgetEverything })}
          >
            {t('welcome.newEmailSend')}
          </Button>
        </Stack>
      )}
      <LinkAnchor to="/login" size="sm">
        {t('welcome.toLogIn')}
      </LinkAnchor>
    </Frame>
  )
}
