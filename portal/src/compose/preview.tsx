import { ActionIcon, Card, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segmentText } from '../../../src/protocols/gsm-text/index.ts'
import { useFormat } from '../language/format.ts'
import { Phone } from '../parts/phone.tsx'
import type { Draft } from './draft.ts'
import type { Letter } from './request.ts'

/** What the recipient sees; with a file, one row after the other. */
export function Preview({ draft, letters }: { draft: Draft; letters: readonly Letter[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [wanted, setWanted] = useState(0)
  const index = Math.min(wanted, Math.max(0, letters.length - 1))
  const letter = letters[index]
  const text = letter?.text ?? draft.text
  const parts = segmentText(text, {
    transliteration: draft.transliteration,
    languageCode: draft.languageCode,
  })
  return (
    <Card>
      <Phone
        label={t('compose.preview.label')}
        title={draft.sender.trim() || t('compose.preview.sender')}
        note={
          <Text size="xs" className="bubble-note">
            {draft.flash ? t('compose.preview.flash') : t('compose.preview.message')}
          </Text>
        }
      >
        <div
          className="phone-screen"
          tabIndex={0}
          role="group"
          aria-label={t('compose.preview.screen')}
        >
          {text === '' ? (
            <div className="bubble bubble-in bubble-note">{t('compose.preview.empty')}</div>
          ) : (
            <div className="bubble bubble-in">{parts.ok ? parts.text : text}</div>
          )}
          {parts.ok && parts.count > 1 && (
            <Text size="xs" className="bubble-note">
              {t('compose.preview.joined', { count: parts.count })}
            </Text>
          )}
        </div>
      </Phone>
      {draft.source === 'file' && letters.length > 1 && (
        <Group justify="center" mt="sm" gap="xs">
          <ActionIcon
            variant="default"
            disabled={index === 0}
            onClick={() => setWanted(index - 1)}
            aria-label={t('compose.preview.before')}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <Text size="sm" className="numbers">
            {t('compose.preview.row', {
              row: format.number(index + 1),
              of: format.number(letters.length),
            })}{' '}
            · +{letter?.to}
          </Text>
          <ActionIcon
            variant="default"
            disabled={index >= letters.length - 1}
            onClick={() => setWanted(index + 1)}
            aria-label={t('compose.preview.after')}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
        </Group>
      )}
    </Card>
  )
}
