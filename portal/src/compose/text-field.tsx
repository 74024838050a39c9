import {
  Badge,
  Button,
  Code,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  languageCodes,
  transliterate,
  transliterationCodes,
  type LanguageCode,
  type TransliterationCode,
} from '../../../src/protocols/gsm-text/index.ts'
import { useFormat } from '../language/format.ts'
import { unknownPlaceholdersIn, type CsvFile } from './csv.ts'
import type { Draft } from './draft.ts'
import { countOf, forcingUcs2, type Letter, type Total } from './request.ts'

const CHARACTERS_SHOWN = 12
const TEXT_CHARACTERS_MAX = 4_000

interface Fields {
  draft: Draft
  change: (part: Partial<Draft>) => void
  file: CsvFile | null
  letters: readonly Letter[]
  total: Total
  fault: string | undefined
}

export function TextField({ draft, change, file, letters, total, fault }: Fields) {
  const { t } = useTranslation()
  const format = useFormat()
  const example = draft.source === 'file' && letters[0] ? letters[0].text : draft.text
  const count = countOf(example, draft)
  const forcing = forcingUcs2(count)
  const unknown =
    draft.source === 'file' && file ? unknownPlaceholdersIn(draft.text, file.columns) : []
  const plain = transliterate(draft.text, 'NON_UNICODE')
  const personal = total.partsMin !== total.partsMax
  return (
    <Stack gap="xs" data-field="text">
      <Textarea
        label={t('compose.text.label')}
        placeholder={t('compose.text.example')}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={TEXT_CHARACTERS_MAX}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={fault}
        required
      />
      <Group gap="xs" role="status" aria-live="polite">
        <Badge
          color={count.encoding === 'gsm7' ? 'green' : 'orange'}
          data-encoding={count.encoding}
        >
          {t(`compose.text.encoding.${count.encoding}`)}
        </Badge>
        <Badge color="gray" data-parts={count.count}>
          {personal && letters.length > 0
            ? t('compose.text.partsBetween', { min: total.partsMin, max: total.partsMax })
            : t('compose.text.parts', { count: count.count })}
        </Badge>
        <Text size="xs" c="dimmed" className="numbers">
          {t('compose.text.used', {
            used: format.number(count.unitsUsed),
            capacity: format.number(count.count * count.unitsPerPart),
          })}
          {' · '}
          {t('compose.text.left', { count: count.charactersRemaining })}
        </Text>
      </Group>
      {forcing.length > 0 && (
        <Group gap={6} align="center">
          <Text size="xs">{t('compose.text.forced', { count: forcing.length })}</Text>
          {forcing.slice(0, CHARACTERS_SHOWN).map((character) => (
            <Code
              key={character}
              title={`U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`}
            >
              {character}
            </Code>
          ))}
          {forcing.length > CHARACTERS_SHOWN && (
            <Text size="xs">+{forcing.length - CHARACTERS_SHOWN}</Text>
          )}
          {plain !== draft.text && (
            <Button size="compact-xs" variant="light" onClick={() => change({ text: plain })}>
              {t('compose.text.makePlain')}
            </Button>
          )}
        </Group>
      )}
      {count.text !== example && (
        <Text size="xs" c="dimmed">
          {t('compose.text.becomes')} <q>{count.text.slice(0, 160)}</q>
        </Text>
      )}
      {unknown.length > 0 && (
        <Text size="xs" c="orange">
          {t('compose.text.unknownPlaceholder', { count: unknown.length })}{' '}
          {unknown.map((name) => `{${name}}`).join(', ')}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('compose.text.transliteration')}
          description={t('compose.text.transliterationAbout')}
          data={transliterationCodes.map((value) => ({
            value,
            label: t(`transliteration.${value}`),
          }))}
          value={draft.transliteration}
          onChange={(value) =>
            change({ transliteration: (value ?? 'NONE') as TransliterationCode })
          }
          allowDeselect={false}
        />
        <Select
          label={t('compose.text.language')}
          description={t('compose.text.languageAbout')}
          data={languageCodes.map((value) => ({ value, label: t(`textLanguage.${value}`) }))}
          value={draft.languageCode}
          onChange={(value) => change({ languageCode: (value ?? 'NONE') as LanguageCode })}
          allowDeselect={false}
        />
      </SimpleGrid>
    </Stack>
  )
}
