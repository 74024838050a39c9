import {
  Accordion,
  Button,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Answer, ApiFault } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'
import { bodyOf, settingsOf, type Settings, type SmppUser } from './settings.ts'

const STALE = ['list-smpp-users'] as const
const SYSTEM_ID = /^[!-~]{3,15}$/

interface Fields {
  settings: Settings
  change: (part: Partial<Settings>) => void
  faultOf: (field: keyof Settings) => string | undefined
}

/** What the server said about a field, or about one of its entries. */
const violationOf = (fault: ApiFault | null, field: string): string | undefined =>
  fault?.violations.find(({ property }) => property === field || property.startsWith(`${field}[`))
    ?.violation

/** Makes a user, or changes what was agreed with one. */
export function UserForm({
  user,
  done,
}: {
  user: SmppUser | null
  done: (made: Answer<'create-smpp-user'> | null) => void
}) {
  const { t } = useTranslation()
  const create = useChange('create-smpp-user', STALE)
  const update = useChange('update-smpp-user', STALE)
  const [settings, setSettings] = useState(() => settingsOf(user))
  const [tried, setTried] = useState(false)
  const wrongName = !SYSTEM_ID.test(settings.systemId.trim())
  const fault = create.error ?? update.error
  const fields: Fields = {
    settings,
    change: (part) => setSettings((old) => ({ ...old, ...part })),
    faultOf: (field) =>
      field === 'systemId' && tried && wrongName
        ? t('smppUsers.systemIdWrong')
        : violationOf(fault, field),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrongName) return
    const body = bodyOf(settings)
    if (user) update.mutate({ params: { id: user.id }, body }, { onSuccess: () => done(null) })
    else create.mutate({ body }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Basics {...fields} />
        <Accordion multiple order={3} defaultValue={[]}>
          {(
            [
              ['limits', Limits],
              ['encoding', Encoding],
              ['receipts', Receipts],
              ['inbound', Inbound],
            ] as const
          ).map(([name, Section]) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{t(`smppUsers.section.${name}`)}</Accordion.Control>
              <Accordion.Panel>
                <Section {...fields} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        {fault && <FaultNotice fault={fault} />}
        <Button type="submit" loading={create.isPending || update.isPending}>
          {user ? t('smppUsers.save') : t('smppUsers.make')}
        </Button>
      </Stack>
    </form>
  )
}

function Basics({ settings, change, faultOf }: Fields) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        label={t('smppUsers.systemId')}
        description={t('smppUsers.systemIdAbout')}
        value={settings.systemId}
        onChange={(event) => change({ systemId: event.currentTarget.value })}
        error={faultOf('systemId')}
        maxLength={15}
        required
        data-autofocus
      />
      <TextInput
        label={t('smppUsers.name')}
        value={settings.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={faultOf('name')}
        maxLength={100}
      />
      <TagsInput
        label={t('smppUsers.ips')}
        description={t('smppUsers.ipsAbout')}
        placeholder="203.0.113.7, 10.0.0.0/8"
        value={settings.allowedAddresses}
        onChange={(allowedAddresses) => change({ allowedAddresses })}
        splitChars={[',', ' ', ';']}
        error={faultOf('allowedAddresses')}
      />
      <Select
        label={t('smppUsers.senderPolicy')}
        data={(['AS_SENT', 'WHEN_EMPTY', 'ALWAYS'] as const).map((value) => ({
          value,
          label: t(`smppUsers.policy.${value}`),
        }))}
        value={settings.senderPolicy}
        onChange={(senderPolicy) => senderPolicy && change({ senderPolicy })}
        allowDeselect={false}
      />
      {settings.senderPolicy !== 'AS_SENT' && (
        <TextInput
          label={t('smppUsers.sender')}
          value={settings.sender}
          onChange={(event) => change({ sender: event.currentTarget.value })}
          error={faultOf('sender')}
          maxLength={20}
        />
      )}
    </>
  )
}

const numbers = [
  ['partsPerSecond', 100_000],
  ['bindsMax', 100],
  ['window', 2_000],
  ['deliveryWindow', 2_000],
] as const

function Limits({ settings, change, faultOf }: Fields) {
  const { t } = useTranslation()
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {numbers.map(([field, max]) => (
          <NumberInput
            key={field}
            label={t(`smppUsers.limits.${field}`)}
            description={t(`smppUsers.limitsAbout.${field}`)}
            value={settings[field]}
            onChange={(value) => change({ [field]: value })}
            error={faultOf(field)}
            min={1}
            max={max}
            allowDecimal={false}
            thousandSeparator
          />
        ))}
      </SimpleGrid>
      <MultiSelect
        label={t('smppUsers.bindKinds')}
        data={(['TRANSMITTER', 'RECEIVER', 'TRANSCEIVER'] as const).map((value) => ({
          value,
          label: t(`smppUsers.kinds.${value}`),
        }))}
        value={[...settings.bindKinds]}
        onChange={(bindKinds) => change({ bindKinds })}
        error={faultOf('bindKinds')}
      />
      <Switch
        label={t('smppUsers.tlsOnly')}
        checked={settings.tlsOnly}
        onChange={(event) => change({ tlsOnly: event.currentTarget.checked })}
      />
    </Stack>
  )
}

const idForms = ['UUID', 'HEX', 'DECIMAL'] as const

function Encoding({ settings, change }: Fields) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Select
        label={t('smppUsers.version')}
        data={['3.4', '5.0'] as const}
        value={settings.version}
        onChange={(version) => version && change({ version })}
        allowDeselect={false}
      />
      <Select
        label={t('smppUsers.alphabet')}
        description={t('smppUsers.alphabetAbout')}
        data={(['GSM7', 'GSM7_PACKED', 'LATIN1', 'ASCII', 'UTF8'] as const).map((value) => ({
          value,
          label: t(`smppUsers.alphabets.${value}`),
        }))}
        value={settings.alphabet}
        onChange={(alphabet) => alphabet && change({ alphabet })}
        allowDeselect={false}
      />
      <Select
        label={t('smppUsers.messageIds')}
        data={idForms.map((value) => ({ value, label: t(`smppUsers.ids.${value}`) }))}
        value={settings.messageIds}
        onChange={(messageIds) => messageIds && change({ messageIds })}
        allowDeselect={false}
      />
    </Stack>
  )
}

function Receipts({ settings: { receipts }, change }: Fields) {
  const { t } = useTranslation()
  const set = (part: Partial<Settings['receipts']>) =>
    change({ receipts: { ...receipts, ...part } })
  return (
    <Stack>
      <Select
        label={t('smppUsers.receiptText')}
        data={(['MINUTES', 'SECONDS', 'NONE'] as const).map((value) => ({
          value,
          label: t(`smppUsers.texts.${value}`),
        }))}
        value={receipts.text}
        onChange={(text) => text && set({ text })}
        allowDeselect={false}
      />
      <Select
        label={t('smppUsers.receiptIds')}
        data={idForms.map((value) => ({ value, label: t(`smppUsers.ids.${value}`) }))}
        value={receipts.messageIds}
        onChange={(messageIds) => messageIds && set({ messageIds })}
        allowDeselect={false}
      />
      <Switch
        label={t('smppUsers.parameters')}
        checked={receipts.parameters}
        onChange={(event) => set({ parameters: event.currentTarget.checked })}
      />
      <Switch
        label={t('smppUsers.networkError')}
        checked={receipts.networkError}
        onChange={(event) => set({ networkError: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function Inbound({ settings, change, faultOf }: Fields) {
  const { t } = useTranslation()
  return (
    <Stack>
      <TagsInput
        label={t('smppUsers.inboundNumbers')}
        description={t('smppUsers.inboundNumbersAbout')}
        value={settings.inboundNumbers}
        onChange={(inboundNumbers) => change({ inboundNumbers })}
        splitChars={[',', ';']}
        error={faultOf('inboundNumbers')}
      />
      <Switch
        label={t('smppUsers.allInbound')}
        checked={settings.allInbound}
        onChange={(event) => change({ allInbound: event.currentTarget.checked })}
      />
      <Select
        label={t('smppUsers.longInbound')}
        data={(['SEGMENTS', 'PAYLOAD'] as const).map((value) => ({
          value,
          label: t(`smppUsers.long.${value}`),
        }))}
        value={settings.longInbound}
        onChange={(longInbound) => longInbound && change({ longInbound })}
        allowDeselect={false}
      />
    </Stack>
  )
}
