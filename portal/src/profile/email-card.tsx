import {
  Alert,
  Button,
  Card,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { useMe } from '../app/session.ts'
import { LinkButton } from '../parts/links.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { looksLikeEmail } from '../welcome/email.ts'

/** Another address to log in with; it counts when its owner followed the link sent there. */
export function EmailCard() {
  const { t } = useTranslation()
  const me = useMe()
  const begin = useChange('begin-email-change')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setSentTo(null)
    if (!looksLikeEmail(email) || password === '') return
    const body = { email: email.trim(), password }
    begin.mutate(
      { body },
      {
        onSuccess: () => {
          setSentTo(body.email)
          setEmail('')
          setPassword('')
          setTried(false)
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack>
          <div>
            <Title order={2}>{t('profile.email')}</Title>
            <Text size="sm" c="dimmed">
              {t('profile.emailChangeAbout', { email: me.user.email })}
            </Text>
          </div>
          <TextInput
            label={t('profile.newEmail')}
            type="email"
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={tried && !looksLikeEmail(email) ? t('welcome.emailMissing') : undefined}
            maxLength={254}
            required
          />
          <PasswordInput
            label={t('profile.current')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={tried && password === '' ? t('login.passwordMissing') : undefined}
            visibilityToggleButtonProps={{
              'aria-label': t('login.showPassword'),
              tabIndex: 0,
              'aria-hidden': false,
            }}
            required
          />
          {begin.error && <FaultNotice fault={begin.error} />}
          {begin.error?.status === 403 && (
            <Group>
              <LinkButton to="/security" variant="default">
                {t('security.title')}
              </LinkButton>
            </Group>
          )}
          {sentTo !== null && (
            <Alert color="green" icon={<IconMail />} role="status">
              {t('profile.emailSent', { email: sentTo })}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={begin.isPending}>
              {t('profile.emailSend')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
