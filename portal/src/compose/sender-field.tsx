import { Autocomplete, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { parseSender } from '../../../src/protocols/e164/index.ts'
import { useAsk } from '../api/ask.ts'
import type { Draft } from './draft.ts'

export function SenderField({
  draft,
  change,
  fault,
}: {
  draft: Draft
  change: (part: Partial<Draft>) => void
  fault: string | undefined
}) {
  const { t } = useTranslation()
  const senders = useAsk('list-senders', { query: {} })
  const read = parseSender(draft.sender)
  const typed = draft.sender.trim() !== ''
  return (
    <div data-field="sender">
      <Autocomplete
        label={t('compose.sender.label')}
        description={t('compose.sender.about')}
        placeholder={t('compose.sender.example')}
        value={draft.sender}
        onChange={(sender) => change({ sender })}
        data={[...new Set(senders.data?.results.map((one) => one.sender))]}
        maxLength={20}
        error={fault ?? (typed && !read.ok ? t(`compose.fault.sender.${read.reason}`) : undefined)}
        required
      />
      {typed && read.ok && (
        <Text size="xs" c="dimmed" mt={4}>
          {t(`compose.sender.kind.${read.sender.kind}`)}
        </Text>
      )}
    </div>
  )
}
