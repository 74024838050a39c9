import {
  Accordion,
  Alert,
  Button,
  Card,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Answer, ApiFault } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { FaultNotice } from '../parts/states.tsx'
import { Habits } from './habits.tsx'
import { bodyOf, settingsOf, type Settings } from './settings.ts'

type Connection = Answer<'get-operator-connection'>
interface Fields {
  settings: Settings
  change: (part: Partial<Settings>) => void
  faultOf: (field: keyof Settings) => string | undefined
}

const STALE = ['get-operator-connections', 'get-operator-connection', 'get-overview'] as const
const requiredFields = ['name', 'host', 'port', 'systemId'] as const

/** The settings of a link to an operator; nothing is stored before it was asked for, and it can be tried first. */
export function ConnectionForm({
  connection,
  done,
}: {
  connection: Connection | null
  done: (made: Connection) => void
}) {
  const { t } = useTranslation()
  const [settings, setSettings] = useState<Settings>(() => settingsOf(connection))
  const [tried, setTried] = useState(false)
  const create = useChange('create-operator-connection', STALE)
  const update = useChange('update-operator-connection', STALE)
  const test = useChange('test-operator-connection')
  const fault = create.error ?? update.error ?? test.error
  const missing = requiredFields.filter((field) => String(settings[field]).trim() === '')
  const fields: Fields = {
    settings,
    change: (part) => setSettings((old) => ({ ...old, ...part })),
    faultOf: (field) =>
      tried && (missing as readonly string[]).includes(field)
        ? t('connection.missing')
        : violationOf(fault, field),
  }
  const filledIn = () => {
    setTried(true)
    for (const one of [create, update, test]) one.reset()
    return missing.length === 0
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!filledIn()) return
    if (connection)
      update.mutate(
        {
          params: { connectionId: connection.id },
          body: {
            ...bodyOf(settings),
            password: settings.password === '' ? undefined : settings.password,
          },
        },
        { onSuccess: done },
      )
    else
      create.mutate(
        { body: { ...bodyOf(settings), password: settings.password } },
        { onSuccess: done },
      )
  }
  const tryOut = () => {
    // A name is not needed to try a link.
    setTried(true)
    for (const one of [create, update, test]) one.reset()
    if (missing.some((field) => field !== 'name')) return
    const { name, ...rest } = bodyOf(settings)
    test.mutate({
      body: {
        ...rest,
        ...(name === '' ? {} : { name }),
        password: settings.password === '' ? undefined : settings.password,
        connectionId: connection?.id,
      },
    })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Card>
          <Stack>
            <Basics {...fields} stored={connection?.passwordSet === true} />
          </Stack>
        </Card>
        <Card p={0}>
          <Accordion multiple order={2} defaultValue={[]}>
            {(
              [
                ['link', Link],
                ['habits', Habits],
                ['encoding', Encoding],
                ['receipts', Receipts],
                ['tls', Tls],
              ] as const
            ).map(([name, Section]) => (
              <Accordion.Item key={name} value={name}>
                <Accordion.Control>{t(`connection.section.${name}`)}</Accordion.Control>
                <Accordion.Panel>
                  <Section {...fields} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </Card>
        {test.data && <Trial result={test.data} />}
        {fault && <FaultNotice fault={fault} />}
        <Group>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {connection ? t('connection.save') : t('connection.create')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            onClick={tryOut}
            loading={test.isPending}
          >
            {t('connection.test')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('connection.testAbout')}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

/** The server names fields as its JSON does; ours are flat. */
const violationOf = (fault: ApiFault | null, field: string): string | undefined =>
  fault?.violations.find((one) => one.property === field || one.property.endsWith(`.${field}`))
    ?.violation

function Trial({ result }: { result: Answer<'test-operator-connection'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Alert
      color={result.succeeded ? 'green' : 'red'}
      icon={result.succeeded ? <IconCheck /> : <IconX />}
      title={t(`connection.outcome.${result.outcome}`)}
      role={result.succeeded ? 'status' : 'alert'}
      data-outcome={result.outcome}
    >
      <Text size="sm" lang="en">
        {result.text}
      </Text>
      {result.whatToDo !== null && (
        <Text size="sm" fw={600} lang="en">
          {result.whatToDo}
        </Text>
      )}
      <Text size="xs">
        {[
          result.commandStatus,
          result.peerSystemId !== null && t('connection.peer', { name: result.peerSystemId }),
          t('connections.ms', { number: format.number(result.tookMs) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Alert>
  )
}

function useWords() {
  const { t } = useTranslation()
  return (field: keyof Settings) => ({
    label: t(`connection.field.${field}.label`),
    description: t(`connection.field.${field}.about`),
  })
}

function Basics({ settings, change, faultOf, stored }: Fields & { stored: boolean }) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <>
      <TextInput
        {...words('name')}
        value={settings.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={faultOf('name')}
        maxLength={100}
        required
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          {...words('host')}
          placeholder="smpp.operator.example"
          value={settings.host}
          onChange={(event) => change({ host: event.currentTarget.value })}
          error={faultOf('host')}
          maxLength={255}
          required
          autoCapitalize="none"
        />
        <NumberInput
          {...words('port')}
          value={settings.port}
          onChange={(port) => change({ port })}
          error={faultOf('port')}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          required
        />
        <TextInput
          {...words('systemId')}
          value={settings.systemId}
          onChange={(event) => change({ systemId: event.currentTarget.value })}
          error={faultOf('systemId')}
          maxLength={64}
          required
          autoComplete="off"
          autoCapitalize="none"
        />
        <PasswordInput
          {...words('password')}
          placeholder={stored ? t('connection.passwordKept') : ''}
          value={settings.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          error={faultOf('password')}
          maxLength={64}
          autoComplete="new-password"
          visibilityToggleButtonProps={{
            'aria-label': t('login.showPassword'),
            tabIndex: 0,
            'aria-hidden': false,
          }}
        />
      </SimpleGrid>
      <Switch
        {...words('enabled')}
        checked={settings.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </>
  )
}

function Choice<Name extends 'bindType' | 'idForm' | 'defaultAlphabet' | 'concatenation'>({
  name,
  values,
  settings,
  change,
}: { name: Name; values: readonly Settings[Name][] } & Fields) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Select
      {...words(name)}
      data={values.map((value) => ({
        value: value as string,
        label: t(`connection.${name}.${value}` as string),
      }))}
      value={settings[name] as string}
      onChange={(value) => value !== null && change({ [name]: value } as Partial<Settings>)}
      allowDeselect={false}
    />
  )
}

function Amount({
  name,
  min,
  max,
  decimal = false,
  settings,
  change,
  faultOf,
}: {
  name:
    | 'binds'
    | 'windowSize'
    | 'messagesPerSecond'
    | 'enquireLinkSeconds'
    | 'responseTimeoutSeconds'
    | 'clockOffsetMinutes'
    | 'sourceTon'
    | 'sourceNpi'
  min: number
  max: number
  decimal?: boolean
} & Fields) {
  const words = useWords()
  return (
    <NumberInput
      {...words(name)}
      value={settings[name]}
      onChange={(value) => change({ [name]: value } as Partial<Settings>)}
      error={faultOf(name)}
      min={min}
      max={max}
      allowDecimal={decimal}
    />
  )
}

function Link(fields: Fields) {
  const words = useWords()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Choice
        name="bindType"
        values={['TRANSCEIVER', 'TRANSMITTER', 'RECEIVER', 'TRANSMITTER_RECEIVER_PAIR']}
        {...fields}
      />
      <Amount name="binds" min={1} max={50} {...fields} />
      <Amount name="windowSize" min={1} max={2_000} {...fields} />
      <Amount name="messagesPerSecond" min={0.1} max={100_000} decimal {...fields} />
      <Amount name="enquireLinkSeconds" min={5} max={600} {...fields} />
      <Amount name="responseTimeoutSeconds" min={1} max={300} {...fields} />
      <TextInput
        {...words('systemType')}
        value={fields.settings.systemType}
        onChange={(event) => fields.change({ systemType: event.currentTarget.value })}
        error={fields.faultOf('systemType')}
        maxLength={12}
      />
    </SimpleGrid>
  )
}

function Encoding(fields: Fields) {
  const words = useWords()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Choice
        name="defaultAlphabet"
        values={['GSM_UNPACKED', 'GSM_PACKED', 'LATIN1', 'ASCII']}
        {...fields}
      />
      <Choice name="concatenation" values={['UDH', 'SAR']} {...fields} />
      <Amount name="sourceTon" min={0} max={6} {...fields} />
      <Amount name="sourceNpi" min={0} max={18} {...fields} />
      <TextInput
        {...words('serviceType')}
        value={fields.settings.serviceType}
        onChange={(event) => fields.change({ serviceType: event.currentTarget.value })}
        error={fields.faultOf('serviceType')}
        maxLength={5}
      />
    </SimpleGrid>
  )
}

function Receipts(fields: Fields) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Choice name="idForm" values={['AUTO', 'SAME', 'RESPONSE_HEX', 'RECEIPT_HEX']} {...fields} />
      <Amount name="clockOffsetMinutes" min={-840} max={840} {...fields} />
    </SimpleGrid>
  )
}

function Tls({ settings, change, faultOf }: Fields) {
  const words = useWords()
  return (
    <Stack>
      <Switch
        {...words('tlsEnabled')}
        checked={settings.tlsEnabled}
        onChange={(event) => change({ tlsEnabled: event.currentTarget.checked })}
      />
      <Switch
        {...words('tlsVerify')}
        checked={settings.tlsVerify}
        onChange={(event) => change({ tlsVerify: event.currentTarget.checked })}
        disabled={!settings.tlsEnabled}
      />
      <Textarea
        {...words('ca')}
        value={settings.ca}
        onChange={(event) => change({ ca: event.currentTarget.value })}
        error={faultOf('ca')}
        disabled={!settings.tlsEnabled}
        autosize
        minRows={3}
        maxRows={10}
        classNames={{ input: 'mono' }}
      />
    </Stack>
  )
}
