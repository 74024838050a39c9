import {
  Badge,
  Button,
  Card,
  Code,
  Group,
  List,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Textarea,
  Title,
} from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Answer, Body } from '../api/call.ts'
import { confirm } from '../parts/confirm.tsx'
import { Copy } from '../parts/copy.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { useRoleName } from '../roles/role-name.ts'

type Sso = Answer<'get-sso'>
type Draft = Omit<Body<'update-sso'>, 'roleMapping'> & { mapping: string }

const STALE = ['get-sso'] as const
/** Owners are named by hand; the provider can make anything else of people. */
const roles = [
  'admin',
  'developer',
  'analyst',
  'agent',
  'supervisor',
  'billing',
  'privacy-officer',
] as const

/** The account's own provider of identities. */
export function ProviderSettings({ sso }: { sso: Sso }) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack align="stretch">
        <Title order={2}>{t('loginSettings.provider')}</Title>
        <Text size="sm" c="dimmed">
          {t('loginSettings.providerAbout')}
        </Text>
        <Group gap="xs" align="flex-start">
          <Text size="sm">{t('loginSettings.redirectUri')}</Text>
          <Code className="breaks">{sso.redirectUri}</Code>
          <Copy text={sso.redirectUri} what={t('loginSettings.redirectUri')} />
        </Group>
        <ProviderForm sso={sso} />
        {sso.domains.length > 0 && <Domains domains={sso.domains} />}
        {sso.connection !== null && <Test />}
      </Stack>
    </Card>
  )
}

const draftOf = ({ connection, domains }: Sso): Draft => ({
  issuer: connection?.issuer ?? '',
  clientId: connection?.clientId ?? '',
  clientSecret: '',
  domains: domains.map((one) => one.domain),
  defaultRole: connection?.defaultRole ?? 'analyst',
  roleClaim: connection?.roleClaim ?? null,
  mapping: (connection?.roleMapping ?? []).map((one) => `${one.value} = ${one.role}`).join('\n'),
  required: connection?.required ?? false,
  enabled: connection?.enabled ?? true,
})

/** A line for each value, `value = role`; the role is what stands after the last sign. */
const readMapping = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.lastIndexOf('=')
      return { value: line.slice(0, Math.max(0, at)).trim(), role: line.slice(at + 1).trim() }
    })

function ProviderForm({ sso }: { sso: Sso }) {
  const { t } = useTranslation()
  const save = useChange('update-sso', STALE)
  const remove = useChange('delete-sso', STALE)
  const [draft, setDraft] = useState(() => draftOf(sso))
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { mapping, clientSecret, roleClaim, ...rest } = draft
    const body = {
      ...rest,
      roleClaim: roleClaim?.trim() || null,
      roleMapping: readMapping(mapping),
      ...(clientSecret ? { clientSecret } : {}),
    }
    save.mutate(
      { body },
      {
        onSuccess: (fresh) => {
          setDraft(draftOf(fresh))
          tellDone(t('loginSettings.saved'))
        },
      },
    )
  }
  const askRemove = async () => {
    const sure = await confirm({
      title: t('loginSettings.remove'),
      text: t('loginSettings.removeText'),
      action: t('loginSettings.remove'),
      harmful: true,
    })
    if (sure)
      remove.mutate(
        {},
        {
          onSuccess: () => setDraft(draftOf({ ...sso, connection: null, domains: [] })),
          onError: tellFault,
        },
      )
  }
  return (
    <form onSubmit={submit} noValidate data-provider>
      <Stack>
        <TextInput
          label={t('loginSettings.issuer')}
          description={t('loginSettings.issuerAbout')}
          placeholder="https://login.example.com"
          type="url"
          value={draft.issuer}
          onChange={(event) => change({ issuer: event.currentTarget.value })}
          required
        />
        <TextInput
          label={t('loginSettings.clientId')}
          value={draft.clientId}
          onChange={(event) => change({ clientId: event.currentTarget.value })}
          autoComplete="off"
          required
        />
        <PasswordInput
          label={t('loginSettings.clientSecret')}
          description={sso.connection?.clientSecretSet ? t('loginSettings.secretKept') : undefined}
          value={draft.clientSecret}
          onChange={(event) => change({ clientSecret: event.currentTarget.value })}
          autoComplete="off"
          visibilityToggleButtonProps={{
            'aria-label': t('login.showPassword'),
            tabIndex: 0,
            'aria-hidden': false,
          }}
        />
        <TagsInput
          label={t('loginSettings.domains')}
          description={t('loginSettings.domainsAbout')}
          placeholder="example.com"
          value={draft.domains}
          onChange={(domains) => change({ domains })}
          splitChars={[',', ' ', ';']}
        />
        <Roles draft={draft} change={change} />
        <Switch
          label={t('loginSettings.enabled')}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Switch
          label={t('loginSettings.required')}
          description={t('loginSettings.requiredAbout')}
          checked={draft.required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
        />
        {save.error && <FaultNotice fault={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t('loginSettings.save')}
          </Button>
          {sso.connection !== null && (
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => void askRemove()}
            >
              {t('loginSettings.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function Roles({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  const nameOf = useRoleName()
  return (
    <>
      <Select
        label={t('loginSettings.defaultRole')}
        description={t('loginSettings.defaultRoleAbout')}
        data={[...new Set<string>([...roles, draft.defaultRole])].map((id) => ({
          value: id,
          label: nameOf({ id, name: id }),
        }))}
        value={draft.defaultRole}
        onChange={(value) => change({ defaultRole: value ?? 'analyst' })}
        allowDeselect={false}
      />
      <TextInput
        label={t('loginSettings.roleClaim')}
        description={t('loginSettings.roleClaimAbout')}
        placeholder="groups"
        value={draft.roleClaim ?? ''}
        onChange={(event) => change({ roleClaim: event.currentTarget.value })}
        maxLength={200}
      />
      <Textarea
        label={t('loginSettings.roleMapping')}
        description={t('loginSettings.roleMappingAbout')}
        placeholder={'it-team = developer\nfinance = billing'}
        value={draft.mapping}
        onChange={(event) => change({ mapping: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={12}
      />
    </>
  )
}

function Domains({ domains }: { domains: Sso['domains'] }) {
  const { t } = useTranslation()
  const verify = useChange('verify-sso-domain', STALE)
  return (
    <Stack gap="xs">
      <Title order={3}>{t('loginSettings.proofs')}</Title>
      {domains.map(({ domain, verified, record }) => (
        <Stack key={domain} gap={4} data-domain={domain} data-verified={verified}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {domain}
            </Text>
            <Badge color={verified ? 'green' : 'yellow'}>
              {verified ? t('loginSettings.proved') : t('loginSettings.notProved')}
            </Badge>
          </Group>
          {!verified && (
            <>
              <Text size="sm" c="dimmed">
                {t('loginSettings.record')}
              </Text>
              <Group gap="xs" wrap="nowrap">
                <Code
                  block
                  className="breaks"
                >{`${record.name}  ${record.type}\n${record.value}`}</Code>
                <Copy text={record.value} what={record.name} />
              </Group>
              <Group>
                <Button
                  size="xs"
                  variant="default"
                  loading={verify.isPending}
                  onClick={() =>
                    verify.mutate(
                      { params: { domain } },
                      { onSuccess: () => tellDone(t('loginSettings.proved')), onError: tellFault },
                    )
                  }
                >
                  {t('loginSettings.verify')}
                </Button>
              </Group>
            </>
          )}
        </Stack>
      ))}
    </Stack>
  )
}

/** Asks the provider what it is; nobody is logged in. */
function Test() {
  const { t } = useTranslation()
  const test = useChange('test-sso')
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
        {t('loginSettings.test')}
      </Button>
      {test.error && <FaultNotice fault={test.error} />}
      {test.data && (
        <List size="sm" data-tested={test.data.ok} role="status">
          {test.data.checks.map(({ check, ok, detail }) => (
            <List.Item key={check}>
              <Badge color={ok ? 'green' : 'red'} mr={6}>
                {ok ? t('loginSettings.ok') : t('loginSettings.notOk')}
              </Badge>
              {t(`loginSettings.check.${check}`)}
              {detail === '' ? '' : `: ${detail}`}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}
