import {
  Badge,
  Button,
  Card,
  PasswordInput,
  Select,
  Stack,
  Tabs,
  TextInput,
  Title,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { DeleteEntry, Entries, Entry, FormWindow } from './entries.tsx'
import { verifying } from './verifying.ts'

/** What each kind asks for. Those that are secret are not shown while they are typed, and never again. */
const fields = {
  HMAC: ['secretKey'],
  BASIC: ['username', 'password'],
  OAUTH: ['tokenUrl', 'clientId', 'clientSecret', 'scope'],
  CUSTOM: ['headerName', 'headerValue'],
} as const
type Kind = keyof typeof fields
const kinds = Object.keys(fields) as Kind[]
const SECRET = new Set<string>(['secretKey', 'password', 'clientSecret', 'headerValue'])
const algorithms = [
  'HMAC_SHA_256',
  'HMAC_SHA_512',
  'HMAC_SHA_384',
  'HMAC_SHA_224',
  'HMAC_SHA_1',
  'HMAC_MD5',
] as const

export function SecuritySettings() {
  const { t } = useTranslation()
  const found = useAsk('get-security-settings', { query: { page: 0, size: 100 } })
  const remove = useChange('delete-security-settings', ['get-security-settings'])
  const [opened, form] = useDisclosure(false)
  return (
    <Stack>
      <Entries
        about={t('webhooks.securityAbout')}
        asked={found}
        items={found.data?.results}
        icon={<IconLock size={28} />}
        none={{ title: t('webhooks.noSecurity'), text: t('webhooks.noSecurityText') }}
        add={{ label: t('webhooks.newSecurity'), run: form.open }}
      >
        {(one) => (
          <Entry
            key={one.authId}
            name={one.authId}
            badges={<Badge color="gray">{one.type}</Badge>}
            detail={
              one.credentials?.algorithm ??
              one.credentials?.tokenUrl ??
              one.credentials?.username ??
              ''
            }
            actions={
              <DeleteEntry
                name={one.authId}
                run={() =>
                  remove.mutate(
                    { params: { authId: one.authId } },
                    { onSuccess: () => tellDone(t('webhooks.deleted')), onError: tellFault },
                  )
                }
              />
            }
          />
        )}
      </Entries>
      <Card>
        <Title order={2} mb="xs">
          {t('webhooks.verify')}
        </Title>
        <Tabs defaultValue="Node.js" keepMounted={false}>
          <Tabs.List>
            {Object.keys(verifying).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {Object.entries(verifying).map(([name, code]) => (
            <Tabs.Panel key={name} value={name} pt="sm">
              <CodeBlock label={name} code={code} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Card>
      <FormWindow title={t('webhooks.newSecurity')} opened={opened} close={form.close}>
        <SecurityForm
          done={() => {
            form.close()
            tellDone(t('webhooks.saved'))
          }}
        />
      </FormWindow>
    </Stack>
  )
}

function SecurityForm({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const create = useChange('create-security-settings', ['get-security-settings'])
  const [authId, setId] = useState('')
  const [kind, setKind] = useState<Kind>('HMAC')
  const [algorithm, setAlgorithm] = useState<(typeof algorithms)[number]>('HMAC_SHA_256')
  const [values, setValues] = useState<Record<string, string>>({})
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { body: { authId, type: kind, credentials: credentialsOf(kind, algorithm, values) } },
      { onSuccess: done },
    )
  }
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack>
        <TextInput
          label={t('webhooks.id')}
          description={t('webhooks.idAbout')}
          value={authId}
          onChange={(event) => setId(event.currentTarget.value)}
          maxLength={255}
          required
        />
        <Select
          label={t('webhooks.kind')}
          data={kinds}
          value={kind}
          onChange={(value) => value && setKind(value as Kind)}
          allowDeselect={false}
        />
        {kind === 'HMAC' && (
          <Select
            label={t('webhooks.algorithm')}
            data={[...algorithms]}
            value={algorithm}
            onChange={(value) => value && setAlgorithm(value as typeof algorithm)}
            allowDeselect={false}
          />
        )}
        {fields[kind].map((name) => {
          const Input = SECRET.has(name) ? PasswordInput : TextInput
          return (
            <Input
              key={name}
              label={t(`webhooks.field.${name}`)}
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              required={name !== 'scope'}
              maxLength={255}
            />
          )
        })}
        {create.error && <FaultNotice fault={create.error} />}
        <Button type="submit" loading={create.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('webhooks.save')}
        </Button>
      </Stack>
    </form>
  )
}

function credentialsOf(
  kind: Kind,
  algorithm: (typeof algorithms)[number],
  values: Readonly<Record<string, string>>,
): object {
  if (kind === 'CUSTOM')
    return { headers: { [values['headerName'] ?? '']: values['headerValue'] ?? '' } }
  const given = Object.fromEntries(
    fields[kind].flatMap((name) => (values[name] ? [[name, values[name]]] : [])),
  )
  if (kind === 'HMAC') return { ...given, algorithm }
  return kind === 'OAUTH' ? { ...given, grantType: 'client_credentials' } : given
}
