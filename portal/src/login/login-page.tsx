import {
  Alert,
  Anchor,
  Box,
  Button,
  Card,
  Center,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { ApiFault } from '../api/call.ts'
import { reach } from '../api/reach.ts'
import { forgetEverything } from '../app/session.ts'
import { LanguageMenu } from '../language/language-menu.tsx'

const route = getRouteApi('/login')

export function LoginPage() {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const router = useRouter()
  const logIn = useChange('portal-log-in')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(email.trim() === '' || password === '')
    if (email.trim() === '' || password === '') return
    logIn.mutate(
      { body: { email: email.trim(), password } },
      {
        onSuccess: () => {
          forgetEverything()
          reach.sessionBegun()
          // The router's own history, so that the page comes back with the search it had.
          router.history.replace(`/portal${next ?? '/'}`)
        },
      },
    )
  }
  return (
    <Box component="main" id="main" mih="100dvh" p="md">
      <title>{`${t('login.title')} · Trunkline`}</title>
      <Group justify="flex-end">
        <LanguageMenu />
      </Group>
      <Center mih="calc(100dvh - 140px)">
        <Card w="100%" maw={400} p="xl" shadow="sm">
          <form onSubmit={submit} noValidate>
            <Stack>
              <Group gap="sm">
                <img src="/portal/icon.svg" width={36} height={36} alt="" />
                <Title order={1}>{t('login.title')}</Title>
              </Group>
              {next !== undefined && (
                <Text size="sm" c="dimmed">
                  {t('login.comeBack')}
                </Text>
              )}
              {logIn.error && <LoginFault fault={logIn.error} />}
              <TextInput
                label={t('login.email')}
                type="email"
                name="email"
                autoComplete="username"
                required
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
                error={missing && email.trim() === '' ? t('login.emailMissing') : undefined}
              />
              <PasswordInput
                label={t('login.password')}
                name="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                error={missing && password === '' ? t('login.passwordMissing') : undefined}
                visibilityToggleButtonProps={{
                  'aria-label': t('login.showPassword'),
                  tabIndex: 0,
                  'aria-hidden': false,
                }}
              />
              <Button type="submit" loading={logIn.isPending} fullWidth>
                {t('login.submit')}
              </Button>
              <Text size="xs" c="dimmed">
                {t('login.lost')}
              </Text>
            </Stack>
          </form>
        </Card>
      </Center>
      <Center>
        <Text size="xs" c="dimmed">
          <Anchor href="/reference" size="xs">
            {t('login.reference')}
          </Anchor>
        </Text>
      </Center>
    </Box>
  )
}

function LoginFault({ fault }: { fault: ApiFault }) {
  const { t } = useTranslation()
  const text =
    fault.status === 0
      ? t('fault.unreachableText')
      : fault.status === 401
        ? t('login.wrong')
        : fault.status === 429
          ? t('login.tooOften', { count: fault.retryAfterSeconds ?? 60 })
          : `${fault.message} ${fault.action}`
  return (
    <Alert color="red" icon={<IconAlertTriangle />} role="alert">
      {text}
    </Alert>
  )
}
