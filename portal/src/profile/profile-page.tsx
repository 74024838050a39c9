import {
  Button,
  Card,
  Group,
  PasswordInput,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { keepMe, useMe } from '../app/session.ts'
import { languages, speak, type Language } from '../language/index.ts'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { useRoleName } from '../roles/role-name.ts'
import { isLongEnough, NewPassword } from '../welcome/new-password.tsx'
import { EmailCard } from './email-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

export function ProfilePage() {
  const { t } = useTranslation()
  const me = useMe()
  const roleName = useRoleName()
  return (
    <Page title={t('profile.title')}>
      <Person />
      <EmailCard />
      <Password />
      <SessionsCard />
      <Card>
        <Title order={2} mb="xs">
          {t('security.title')}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {t('security.about')}
        </Text>
        <LinkButton to="/security" variant="default">
          {t('security.title')}
        </LinkButton>
      </Card>
      <Card>
        <Title order={2} mb="xs">
          {t('profile.account')}
        </Title>
        <Table layout="fixed" verticalSpacing={6}>
          <Table.Tbody>
            {(
              [
                [t('profile.accountName'), me.account.name],
                [t('profile.accountKey'), me.account.key],
                [
                  t('profile.accountState'),
                  t(`profile.state.${me.account.state}`, { defaultValue: me.account.state }),
                ],
                [t('profile.currency'), me.account.currency],
                [t('profile.role'), roleName(me.role)],
                [
                  t('profile.rights'),
                  me.scopes.includes('all')
                    ? t('profile.allRights')
                    : me.scopes.join(', ') || t('profile.allRights'),
                ],
              ] as const
            ).map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" w="40%" fw={500} c="dimmed">
                  {name}
                </Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Card>
    </Page>
  )
}

function Person() {
  const { t } = useTranslation()
  const me = useMe()
  const save = useChange('update-me')
  const [name, setName] = useState(me.user.name)
  const [locale, setLocale] = useState<Language>(me.user.locale.startsWith('ja') ? 'ja' : 'en')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { body: { name: name.trim(), locale } },
      {
        onSuccess: (fresh) => {
          keepMe(fresh)
          void speak(locale).then(() => tellDone(t('profile.saved')))
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2}>{t('profile.you')}</Title>
          <TextInput label={t('login.email')} value={me.user.email} readOnly autoComplete="email" />
          <TextInput
            label={t('profile.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            autoComplete="name"
          />
          <Select
            label={t('profile.language')}
            description={t('profile.languageAbout')}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            value={locale}
            onChange={(value) => setLocale((value ?? 'en') as Language)}
            allowDeselect={false}
          />
          {save.error && <FaultNotice fault={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('profile.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function Password() {
  const { t } = useTranslation()
  const me = useMe()
  const save = useChange('update-me')
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (current === '' || !isLongEnough(fresh)) return
    save.mutate(
      { body: { password: fresh, currentPassword: current } },
      {
        onSuccess: () => {
          setCurrent('')
          setFresh('')
          setTried(false)
          tellDone(t('profile.passwordSaved'))
        },
      },
    )
  }
  const eye = { 'aria-label': t('login.showPassword'), tabIndex: 0, 'aria-hidden': false }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2}>{t('profile.password')}</Title>
          <Text size="sm" c="dimmed">
            {t('profile.passwordAbout')}
          </Text>
          <input type="text" autoComplete="username" value={me.user.email} readOnly hidden />
          <PasswordInput
            label={t('profile.current')}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={tried && current === '' ? t('login.passwordMissing') : undefined}
            visibilityToggleButtonProps={eye}
            required
          />
          <NewPassword label={t('profile.new')} value={fresh} onChange={setFresh} tried={tried} />
          {save.error && <FaultNotice fault={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('profile.change')}
            </Button>
            {save.error?.status === 403 && (
              <LinkButton to="/security" variant="default">
                {t('security.title')}
              </LinkButton>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
