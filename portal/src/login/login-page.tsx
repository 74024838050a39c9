import {
  Alert,
  Anchor,
  Box,
  Button,
  Card,
  Center,
  Divider,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconAlertTriangle, IconBuilding, IconFingerprint } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { reach } from '../api/reach.ts'
import { forgetEverything } from '../app/session.ts'
import { LanguageMenu } from '../language/language-menu.tsx'
import { LinkAnchor } from '../parts/links.tsx'
import { localhostOrigin, passkeysWork, signWithPasskey } from '../security/passkeys.ts'
import { LoginFault } from './login-fault.tsx'
import { SecondStep, type NextStep, type Outcome } from './second-step.tsx'

const route = getRouteApi('/login')

export function LoginPage() {
  const { t } = useTranslation()
  const { next, sso } = route.useSearch()
  const router = useRouter()
  const [step, setStep] = useState<NextStep | null>(null)
  const goOn = (outcome: Outcome) => {
    if ('next' in outcome) {
      if (outcome.next === 'SSO' && outcome.start !== null)
        location.assign(withNext(outcome.start, next))
      else setStep(outcome)
      return
    }
    forgetEverything()
    reach.sessionBegun()
    // The router's own history, so that the page comes back with the search it had.
    router.history.replace(`/portal${next ?? '/'}`)
  }
  return (
    <Box component="main" id="main" mih="100dvh" p="md">
      <title>{`${t('login.title')} · Trunkline`}</title>
      <Group justify="flex-end">
        <LanguageMenu />
      </Group>
      <Center mih="calc(100dvh - 140px)">
        <Card w="100%" maw={400} p="xl" shadow="sm">
          <Stack>
            <Group gap="sm">
              <img src="/portal/icon.svg" width={36} height={36} alt="" />
              <Title order={1}>{step === null ? t('login.title') : t('login.second')}</Title>
            </Group>
            {next !== undefined && step === null && (
              <Text size="sm" c="dimmed">
                {t('login.comeBack')}
              </Text>
            )}
            {sso !== undefined && step === null && (
              <Alert color="red" icon={<IconAlertTriangle />} role="alert">
                {t(`login.sso.${sso}`)}
              </Alert>
            )}
            {step === null ? (
              <FirstStep next={next} done={goOn} />
            ) : (
              <SecondStep step={step} done={goOn} again={() => setStep(null)} />
            )}
          </Stack>
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

/** Only where strangers may make an account. */
function SignUpLink() {
  const { t } = useTranslation()
  const terms = useAsk('get-sign-up-terms', {})
  if (!terms.data?.open) return null
  return (
    <LinkAnchor to="/sign-up" size="sm">
      {t('login.signUp')}
    </LinkAnchor>
  )
}

const withNext = (start: string, next: string | undefined): string =>
  next === undefined ? start : `${start}&next=${encodeURIComponent(next)}`

function FirstStep({ next, done }: { next: string | undefined; done: (outcome: Outcome) => void }) {
  const { t } = useTranslation()
  const logIn = useChange('portal-log-in')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<'nothing' | 'both' | 'email'>('nothing')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing('both')
    if (email.trim() === '' || password === '') return
    logIn.mutate({ body: { email: email.trim(), password } }, { onSuccess: done })
  }
  const byProvider = () => {
    setMissing('email')
    if (email.trim() === '') return
    location.assign(
      withNext(`/accounts/1/sso/start?email=${encodeURIComponent(email.trim())}`, next),
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {logIn.error && <LoginFault fault={logIn.error} wrong={t('login.wrong')} />}
        <TextInput
          label={t('login.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={missing !== 'nothing' && email.trim() === '' ? t('login.emailMissing') : undefined}
        />
        <PasswordInput
          label={t('login.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={missing === 'both' && password === '' ? t('login.passwordMissing') : undefined}
          visibilityToggleButtonProps={{
            'aria-label': t('login.showPassword'),
            tabIndex: 0,
            'aria-hidden': false,
          }}
        />
        <Button type="submit" loading={logIn.isPending} fullWidth>
          {t('login.submit')}
        </Button>
        <Divider label={t('login.or')} />
        <Passkey done={done} />
        <Button
          variant="default"
          leftSection={<IconBuilding size={16} />}
          onClick={byProvider}
          fullWidth
        >
          {t('login.byProvider')}
        </Button>
        <LinkAnchor to="/forgot-password" size="sm">
          {t('login.lost')}
        </LinkAnchor>
        <SignUpLink />
      </Stack>
    </form>
  )
}

/** In without a password. */
function Passkey({ done }: { done: (outcome: Outcome) => void }) {
  const { t } = useTranslation()
  const begin = useChange('portal-begin-passkey-log-in')
  const finish = useChange('portal-passkey-log-in')
  const [gaveUp, setGaveUp] = useState(false)
  if (!passkeysWork())
    return localhostOrigin === null ? null : (
      <Text size="xs" c="dimmed">
        {t('login.passkeyElsewhere')}{' '}
        <Anchor href={`${localhostOrigin}/portal/login`} size="xs">
          {localhostOrigin}
        </Anchor>
      </Text>
    )
  const start = () => {
    setGaveUp(false)
    begin.mutate(
      {},
      {
        onSuccess: ({ challenge, passkey: question }) =>
          void signWithPasskey(question).then((passkey) => {
            if (passkey === null) setGaveUp(true)
            else finish.mutate({ body: { challenge, passkey } }, { onSuccess: done })
          }),
      },
    )
  }
  const fault = begin.error ?? finish.error
  return (
    <>
      {fault && <LoginFault fault={fault} />}
      {gaveUp && (
        <Text size="sm" role="alert">
          {t('security.passkeyGivenUp')}
        </Text>
      )}
      <Button
        variant="default"
        leftSection={<IconFingerprint size={16} />}
        loading={begin.isPending || finish.isPending}
        onClick={start}
        fullWidth
      >
        {t('login.byPasskey')}
      </Button>
    </>
  )
}
