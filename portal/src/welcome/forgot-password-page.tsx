import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { looksLikeEmail } from './email.ts'
import { Frame } from './frame.tsx'

/** Asks for a link to a new password. What it says is the same for every address. */
export function ForgotPasswordPage() {
  const { t } = useTranslation()
  const begin = useChange('begin-password-reset')
  const [email, setEmail] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (looksLikeEmail(email)) begin.mutate({ body: { email: email.trim() } })
  }
  return (
    <Frame title={t('welcome.forgot')}>
      {begin.isSuccess ? (
        <Alert color="green" icon={<IconMail />} title={t('welcome.look')} role="status">
          <Text size="sm">{t('welcome.forgotSent', { email: email.trim() })}</Text>
        </Alert>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm" c="dimmed">
              {t('welcome.forgotAbout')}
            </Text>
            <TextInput
              label={t('login.email')}
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={tried && !looksLikeEmail(email) ? t('welcome.emailMissing') : undefined}
              maxLength={254}
              required
            />
            {begin.error && <FaultNotice fault={begin.error} />}
            <Button type="submit" loading={begin.isPending} fullWidth>
              {t('welcome.forgotSend')}
            </Button>
          </Stack>
        </form>
      )}
      <LinkAnchor to="/login" size="sm">
        {t('welcome.toLogIn')}
      </LinkAnchor>
    </Frame>
  )
}
