import { Button, Card, Collapse, Group, Select, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toMsisdn } from '../../../src/protocols/e164/index.ts'
import type { MessagesSearch } from './search.ts'
import { instantOf, readTime, writeTime } from '../language/format.ts'
import { InstantField } from '../parts/instant-field.tsx'

const groups = ['PENDING', 'DELIVERED', 'UNDELIVERABLE', 'EXPIRED', 'REJECTED'] as const
/** Typing is over after this long. */
const SETTLED_MS = 350

interface Fields {
  search: MessagesSearch
  change: (change: Partial<MessagesSearch>) => void
  clear: () => void
}

export function Filters({ search, change, clear }: Fields) {
  const { t } = useTranslation()
  const wide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false })
  const used = Object.values(search).filter((value) => value !== undefined).length
  const [open, { toggle }] = useDisclosure(false)
  const more =
    search.sender ??
    search.messageId ??
    search.applicationId ??
    search.entityId ??
    search.since ??
    search.until
  const [moreOpen, moreToggle] = useDisclosure(more !== undefined)
  return (
    <Card padding="sm" component="search" aria-label={t('messages.filters')}>
      {!wide && (
        <Button
          variant="subtle"
          fullWidth
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          onClick={toggle}
          aria-expanded={open}
        >
          {used === 0 ? t('messages.filters') : t('messages.filtersUsed', { count: used })}
        </Button>
      )}
      <Collapse expanded={wide || open}>
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm" mt={wide ? 0 : 'sm'}>
          <Field
            label={t('messages.filter.to')}
            value={search.to}
            set={(to) => change({ to: to && (toMsisdn(to) ?? to) })}
            inputMode="tel"
          />
          <Select
            label={t('messages.filter.status')}
            placeholder={t('messages.filter.anyStatus')}
            data={groups.map((value) => ({ value, label: t(`statusGroup.${value}`) }))}
            value={search.status ?? null}
            onChange={(value) => change({ status: value ?? undefined })}
            clearable
            clearButtonProps={{ 'aria-label': t('messages.filter.anyStatus') }}
          />
          <Field
            label={t('messages.filter.bulkId')}
            value={search.bulkId}
            set={(bulkId) => change({ bulkId })}
          />
          <Group align="flex-end" justify="space-between" gap="xs">
            <Switch
              label={t('messages.filter.scheduled')}
              checked={search.scheduled === true}
              onChange={(event) => change({ scheduled: event.currentTarget.checked || undefined })}
              mb={8}
            />
            <Button
              variant="subtle"
              size="compact-sm"
              mb={6}
              onClick={moreToggle.toggle}
              aria-expanded={moreOpen}
            >
              {moreOpen ? t('messages.filter.less') : t('messages.filter.more')}
            </Button>
          </Group>
        </SimpleGrid>
        <Collapse expanded={moreOpen}>
          <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm" mt="sm">
            <Field
              label={t('messages.filter.sender')}
              value={search.sender}
              set={(sender) => change({ sender })}
            />
            <Field
              label={t('messages.filter.messageId')}
              value={search.messageId}
              set={(messageId) => change({ messageId })}
            />
            <Field
              label={t('messages.filter.application')}
              value={search.applicationId}
              set={(applicationId) => change({ applicationId })}
            />
            <Field
              label={t('messages.filter.entity')}
              value={search.entityId}
              set={(entityId) => change({ entityId })}
            />
            <TimeField
              label={t('messages.filter.since')}
              value={search.since}
              set={(since) => change({ since })}
            />
            <TimeField
              label={t('messages.filter.until')}
              value={search.until}
              set={(until) => change({ until })}
            />
          </SimpleGrid>
        </Collapse>
        {used > 0 && (
          <Button
            mt="sm"
            size="compact-sm"
            variant="subtle"
            leftSection={<IconX size={14} />}
            onClick={clear}
          >
            {t('messages.clear')}
          </Button>
        )}
      </Collapse>
    </Card>
  )
}

function Field({
  label,
  value,
  set,
  inputMode,
}: {
  label: string
  value: string | undefined
  set: (value: string | undefined) => void
  inputMode?: 'tel'
}) {
  const [text, setText] = useState(value ?? '')
  const settle = useEffectEvent(() => {
    const wanted = text.trim() === '' ? undefined : text.trim()
    if (wanted !== value) set(wanted)
  })
  useEffect(() => setText((now) => (now.trim() === (value ?? '') ? now : (value ?? ''))), [value])
  useEffect(() => {
    const timer = setTimeout(() => settle(), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      inputMode={inputMode}
    />
  )
}

function TimeField({
  label,
  value,
  set,
}: {
  label: string
  value: string | undefined
  set: (value: string | undefined) => void
}) {
  return (
    <InstantField
      label={label}
      clearable
      value={value === undefined ? null : readTime(value)}
      onChange={(local) => set(local === null ? undefined : writeTime(instantOf(local)))}
    />
  )
}
