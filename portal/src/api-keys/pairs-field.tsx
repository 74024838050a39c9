import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiKey } from './api-keys-page.tsx'

type Platform = NonNullable<ApiKey['platform']>[number]
const actions = ['FILL', 'FORCE'] as const
/** A pair while it is written. */
export interface Pair {
  /** Tells the rows apart; nothing of the server. */
  row: string
  applicationId: string
  entityId: string
  action: (typeof actions)[number]
}

export const toPair = (one: Platform): Pair => ({
  row: crypto.randomUUID(),
  applicationId: one.applicationId,
  entityId: one.entityId ?? '',
  action: one.action ?? 'FILL',
})
export const fromPair = ({ applicationId, entityId, action }: Pair): Platform => ({
  applicationId: applicationId.trim(),
  ...(entityId.trim() === '' ? {} : { entityId: entityId.trim() }),
  action,
})

/** The applications, and entities of them, that a key stands for. */
export function PairsField({
  pairs,
  setPairs,
  tried,
}: {
  pairs: readonly Pair[]
  setPairs: (pairs: Pair[]) => void
  tried: boolean
}) {
  const { t } = useTranslation()
  const change = (row: string, part: Partial<Pair>) =>
    setPairs(pairs.map((one) => (one.row === row ? { ...one, ...part } : one)))
  return (
    <Fieldset legend={t('apiKeys.pairs')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('apiKeys.pairsAbout')}
        </Text>
        {pairs.map((one) => (
          <Group key={one.row} align="flex-end" gap="xs" data-pair>
            <TextInput
              flex={1}
              miw={120}
              label={t('apiKeys.application')}
              value={one.applicationId}
              onChange={(event) => change(one.row, { applicationId: event.currentTarget.value })}
              error={tried && one.applicationId.trim() === '' ? t('apiKeys.pairWrong') : undefined}
              maxLength={255}
              required
            />
            <TextInput
              flex={1}
              miw={120}
              label={t('apiKeys.entity')}
              value={one.entityId}
              onChange={(event) => change(one.row, { entityId: event.currentTarget.value })}
              maxLength={255}
            />
            <Select
              miw={150}
              label={t('apiKeys.action')}
              data={actions.map((value) => ({ value, label: t(`apiKeys.actions.${value}`) }))}
              value={one.action}
              onChange={(value) =>
                change(one.row, { action: value === 'FORCE' ? 'FORCE' : 'FILL' })
              }
              allowDeselect={false}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={t('apiKeys.dropPair', { application: one.applicationId })}
              title={t('apiKeys.dropPair', { application: one.applicationId })}
              onClick={() => setPairs(pairs.filter((other) => other.row !== one.row))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() => setPairs([...pairs, toPair({ applicationId: '' })])}
          >
            {t('apiKeys.addPair')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
