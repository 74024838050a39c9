import {
  ActionIcon,
  Alert,
  Button,
  Card,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { LinkButton } from '../parts/links.tsx'

type Behaviour = Answer<'get-simulator-behaviour'>
type Rule = Behaviour['rules'][number]
type Name = Rule['behaviour']

const names: readonly Name[] = [
  'DELIVER',
  'UNDELIVERABLE',
  'REFUSE',
  'THROTTLE',
  'EXPIRE',
  'NO_RECEIPT',
  'RECEIPT_FIRST',
  'RECEIPT_TWICE',
  'RECEIPT_LATE',
  'DROP_LINK',
  'ANSWER',
]
/** An example number for an ending: nobody owns +999. */
const exampleFor = (ending: string): string => `999100000${ending}`

/** What the last three digits of a number make the simulated network do, and rules that come before. */
export function BehaviourPanel() {
  const behaviour = useAsk('get-simulator-behaviour', {})
  if (behaviour.error)
    return <FaultNotice fault={behaviour.error} retry={() => void behaviour.refetch()} />
  if (!behaviour.data) return <Waiting />
  return (
    <Stack>
      <Endings endings={behaviour.data.endings} />
      <Rules behaviour={behaviour.data} />
      <Times key={JSON.stringify(behaviour.data.defaults)} behaviour={behaviour.data} />
    </Stack>
  )
}

function Endings({ endings }: { endings: Behaviour['endings'] }) {
  const { t } = useTranslation()
  return (
    <Card p={0}>
      <Title order={2} p="md">
        {t('endings.title')}
      </Title>
      <Table verticalSpacing="xs" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('endings.ending')}</Table.Th>
            <Table.Th>{t('endings.what')}</Table.Th>
            <Table.Th ta="end">{t('states.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {endings.map((one) => (
            <Table.Tr key={one.from} data-ending={one.from}>
              <Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>
                …{one.from === one.to ? one.from : `${one.from}–${one.to}`}
              </Table.Td>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {t(`behaviour.${one.behaviour}.title`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`behaviour.${one.behaviour}.text`)}
                </Text>
              </Table.Td>
              <Table.Td ta="end">
                <LinkButton
                  to="/compose"
                  search={{ to: exampleFor(one.from) }}
                  size="compact-xs"
                  variant="light"
                  aria-label={t('endings.tryOf', { ending: one.from })}
                >
                  {t('endings.try')}
                </LinkButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

const STALE = ['get-simulator-behaviour'] as const

function Rules({ behaviour }: { behaviour: Behaviour }) {
  const { t } = useTranslation()
  const save = useChange('set-simulator-behaviour', STALE)
  const [prefix, setPrefix] = useState('')
  const [endsWith, setEndsWith] = useState('')
  const [name, setName] = useState<Name>('UNDELIVERABLE')
  const clean = (text: string) => text.replaceAll(/[\s+]/g, '')
  const valid =
    /^\d{0,20}$/.test(clean(prefix)) &&
    /^\d{0,20}$/.test(clean(endsWith)) &&
    clean(prefix + endsWith) !== ''
  const keep = (rules: Rule[]) =>
    save.mutate(
      { body: { defaults: behaviour.defaults, rules } },
      { onSuccess: () => tellDone(t('endings.saved')) },
    )
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!valid) return
    keep([
      ...behaviour.rules,
      {
        ...(clean(prefix) === '' ? {} : { prefix: clean(prefix) }),
        ...(clean(endsWith) === '' ? {} : { endsWith: clean(endsWith) }),
        behaviour: name,
      },
    ])
    setPrefix('')
    setEndsWith('')
  }
  return (
    <Card>
      <Title order={2}>{t('endings.rules')}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('endings.rulesAbout')}
      </Text>
      {behaviour.rules.map((rule, index) => (
        <Group
          key={`${rule.prefix} ${rule.endsWith} ${rule.behaviour} ${index}`}
          justify="space-between"
          py={4}
        >
          <Text size="sm">
            <span className="mono">
              {rule.prefix ?? ''}…{rule.endsWith ?? ''}
            </span>{' '}
            → {t(`behaviour.${rule.behaviour}.title`)}
          </Text>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('endings.removeRule', { number: index + 1 })}
            onClick={() => keep(behaviour.rules.filter((_one, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <form onSubmit={add}>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" mt="sm">
          <TextInput
            label={t('endings.prefix')}
            value={prefix}
            onChange={(event) => setPrefix(event.currentTarget.value)}
            inputMode="tel"
          />
          <TextInput
            label={t('endings.endsWith')}
            value={endsWith}
            onChange={(event) => setEndsWith(event.currentTarget.value)}
            inputMode="tel"
          />
          <Select
            label={t('endings.what')}
            data={names.map((value) => ({ value, label: t(`behaviour.${value}.title`) }))}
            value={name}
            onChange={(value) => setName((value ?? 'DELIVER') as Name)}
            allowDeselect={false}
          />
        </SimpleGrid>
        <Button
          type="submit"
          size="xs"
          mt="sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={!valid}
          loading={save.isPending}
        >
          {t('endings.addRule')}
        </Button>
      </form>
      {save.error && <FaultNotice fault={save.error} />}
    </Card>
  )
}

const times = ['deliverAfterMs', 'lateAfterMs', 'answerAfterMs'] as const

function Times({ behaviour }: { behaviour: Behaviour }) {
  const { t } = useTranslation()
  const save = useChange('set-simulator-behaviour', STALE)
  const [defaults, setDefaults] = useState(behaviour.defaults)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { body: { defaults, rules: behaviour.rules } },
      { onSuccess: () => tellDone(t('endings.saved')) },
    )
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Title order={2} mb="sm">
          {t('endings.times')}
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          {times.map((name) => (
            <NumberInput
              key={name}
              label={t(`endings.${name}`)}
              value={defaults[name]}
              onChange={(value) => setDefaults({ ...defaults, [name]: Number(value) || 0 })}
              min={0}
              max={86_400_000}
              allowDecimal={false}
              suffix=" ms"
            />
          ))}
        </SimpleGrid>
        <TextInput
          mt="sm"
          label={t('endings.answerText')}
          description={t('endings.answerTextAbout')}
          value={defaults.answerText}
          onChange={(event) => setDefaults({ ...defaults, answerText: event.currentTarget.value })}
          maxLength={1_600}
        />
        <Button
          type="submit"
          mt="sm"
          size="xs"
          loading={save.isPending}
          disabled={defaults.answerText === ''}
        >
          {t('endings.save')}
        </Button>
        {save.error && (
          <Alert color="red" mt="sm">
            {save.error.message}
          </Alert>
        )}
      </form>
    </Card>
  )
}
