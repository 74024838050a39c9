import {
  Alert,
  Anchor,
  Badge,
  Button,
  Code,
  FileButton,
  Group,
  Input,
  ScrollArea,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
} from '@mantine/core'
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { countryOf, parseMsisdn } from '../../../src/protocols/e164/index.ts'
import { useFormat } from '../language/format.ts'
import { FILE_OCTETS_MAX, readCsv, type CsvFault, type CsvFile } from './csv.ts'
import type { Draft } from './draft.ts'
import { DESTINATIONS_MAX, readRecipients, type CheckedRecipients } from './recipients.ts'

/** Of what is wrong or repeated, so many are listed. */
const LISTED_MAX = 5
const ROWS_SHOWN = 4
/** A number nobody owns: its calling code, 999, is not given to any country. */
const SIMULATED_NUMBER = '999100000001'

interface Fields {
  draft: Draft
  change: (part: Partial<Draft>) => void
  file: CsvFile | null
  setFile: (file: CsvFile | null) => void
  checked: CheckedRecipients
  fault: string | undefined
  isRoot: boolean
}

export function RecipientFields(fields: Fields) {
  const { t } = useTranslation()
  const { draft, change } = fields
  return (
    <div data-field="recipients">
      <Group justify="space-between" mb={6}>
        <Input.Label id="recipients-label" labelElement="div" required>
          {t('compose.recipients.label')}
        </Input.Label>
        <SegmentedControl
          size="xs"
          aria-label={t('compose.recipients.source')}
          value={draft.source}
          onChange={(source) => change({ source: source as Draft['source'] })}
          data={[
            { value: 'typed', label: t('compose.recipients.typed') },
            { value: 'file', label: t('compose.recipients.file') },
          ]}
        />
      </Group>
      {draft.source === 'typed' ? <TypedRecipients {...fields} /> : <FileRecipients {...fields} />}
    </div>
  )
}

function TypedRecipients({ draft, change, checked, fault, isRoot }: Fields) {
  const { t } = useTranslation()
  const format = useFormat()
  const countries = countriesOf(checked.numbers, format.country)
  return (
    <Stack gap="xs">
      <Textarea
        aria-labelledby="recipients-label"
        description={t('compose.recipients.about')}
        placeholder={t('compose.recipients.example')}
        autosize
        minRows={2}
        maxRows={8}
        value={draft.typed}
        onChange={(event) => change({ typed: event.currentTarget.value })}
        error={fault}
        inputMode="tel"
        classNames={{ input: 'numbers' }}
      />
      <Group gap="xs" role="status" aria-live="polite">
        {checked.numbers.length > 0 && (
          <Badge color="green">
            {t('compose.recipients.good', {
              count: checked.numbers.length,
              number: format.number(checked.numbers.length),
            })}
          </Badge>
        )}
        {countries.map((name) => (
          <Badge key={name} color="gray">
            {name}
          </Badge>
        ))}
        {checked.duplicates > 0 && (
          <Badge color="blue">
            {t('compose.recipients.duplicates', { count: checked.duplicates })}
          </Badge>
        )}
      </Group>
      {isRoot && draft.typed.trim() === '' && (
        <Text size="xs" c="dimmed">
          {t('compose.recipients.noPhone')}{' '}
          <Anchor
            component="button"
            type="button"
            size="xs"
            onClick={() => change({ typed: SIMULATED_NUMBER })}
          >
            {t('compose.recipients.useSimulated', { number: `+${SIMULATED_NUMBER}` })}
          </Anchor>
        </Text>
      )}
      {checked.faulty.length > 0 && (
        <Alert
          color="orange"
          p="xs"
          title={t('compose.recipients.faulty', { count: checked.faulty.length })}
        >
          {checked.faulty.slice(0, LISTED_MAX).map((one, index) => (
            <Text size="xs" key={`${one.written} ${index}`}>
              <Code>{one.written.slice(0, 40)}</Code> {t(`compose.recipients.reason.${one.reason}`)}
            </Text>
          ))}
          <Button
            size="compact-xs"
            variant="default"
            mt={6}
            onClick={() => change({ typed: readRecipients(draft.typed).numbers.join('\n') })}
          >
            {t('compose.recipients.remove', { count: checked.faulty.length })}
          </Button>
        </Alert>
      )}
    </Stack>
  )
}

const COUNTRIES_SHOWN = 3

function countriesOf(numbers: readonly string[], nameOf: (iso: string) => string): string[] {
  const names = new Set<string>()
  for (const number of numbers.slice(0, 1_000)) {
    const read = parseMsisdn(number)
    const country = read.ok ? countryOf(read.msisdn) : null
    if (country?.countryIso) names.add(nameOf(country.countryIso))
  }
  const all = [...names]
  return all.length > COUNTRIES_SHOWN
    ? [...all.slice(0, COUNTRIES_SHOWN), `+${all.length - COUNTRIES_SHOWN}`]
    : all
}

function FileRecipients({ draft, change, file, setFile, checked, fault }: Fields) {
  const { t } = useTranslation()
  const format = useFormat()
  const [refused, setRefused] = useState<CsvFault | null>(null)
  const [over, setOver] = useState(false)
  const take = async (picked: File | null | undefined) => {
    if (!picked) return
    if (picked.size > FILE_OCTETS_MAX) return setRefused('TOO_LARGE')
    const read = readCsv(picked.name, await picked.text())
    setRefused(read.ok ? null : read.fault)
    setFile(read.ok ? read.file : null)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  if (!file)
    return (
      <Stack gap="xs">
        <div
          className="drop-zone"
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Stack align="center" gap="xs">
            <IconFileSpreadsheet size={30} aria-hidden />
            <Text size="sm">{t('compose.csv.drop')}</Text>
            <FileButton
              accept=".csv,.tsv,.txt,text/csv"
              onChange={(picked) => void take(picked)}
              inputProps={{ 'aria-label': t('compose.csv.choose') }}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  size="xs"
                  leftSection={<IconUpload size={14} />}
                >
                  {t('compose.csv.choose')}
                </Button>
              )}
            </FileButton>
            <Text size="xs" c="dimmed">
              {t('compose.csv.about', { max: format.number(DESTINATIONS_MAX) })}
            </Text>
          </Stack>
        </div>
        <pre
          className="code"
          tabIndex={0}
          aria-label={t('compose.csv.example')}
          role="region"
        >{`number,name,code\n+999100000001,Ada,4711\n+999100000002,Grace,4712`}</pre>
        {(refused !== null || fault !== undefined) && (
          <Input.Error size="sm">
            {refused
              ? t(`compose.csv.fault.${refused}`, { max: format.number(DESTINATIONS_MAX) })
              : fault}
          </Input.Error>
        )}
      </Stack>
    )
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Group gap="xs">
          <IconFileSpreadsheet size={18} aria-hidden />
          <Text size="sm" fw={600}>
            {file.name}
          </Text>
          <Badge color="green">
            {t('compose.recipients.good', {
              count: checked.numbers.length,
              number: format.number(checked.numbers.length),
            })}
          </Badge>
          {checked.faulty.length > 0 && (
            <Badge color="orange">
              {t('compose.csv.skipped', { count: checked.faulty.length })}
            </Badge>
          )}
        </Group>
        <Button size="compact-sm" variant="subtle" onClick={() => setFile(null)}>
          {t('compose.csv.other')}
        </Button>
      </Group>
      <Select
        label={t('compose.csv.numberColumn')}
        data={file.columns}
        value={file.numberColumn}
        allowDeselect={false}
        onChange={(numberColumn) => numberColumn !== null && setFile({ ...file, numberColumn })}
        error={fault}
      />
      <div>
        <Text size="sm" fw={500}>
          {t('compose.csv.placeholders')}
        </Text>
        <Group gap={6} mt={4}>
          {file.columns.map((column) => (
            <Button
              key={column}
              size="compact-xs"
              variant="light"
              onClick={() => change({ text: `${draft.text}{${column}}` })}
              aria-label={t('compose.csv.insert', { column: `{${column}}` })}
            >
              {`{${column}}`}
            </Button>
          ))}
        </Group>
      </div>
      <ScrollArea
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': t('compose.csv.firstRows'), role: 'region' }}
      >
        <Table withTableBorder fz="xs">
          <Table.Thead>
            <Table.Tr>
              {file.columns.map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {file.rows.slice(0, ROWS_SHOWN).map((row, index) => (
              <Table.Tr key={`${row[file.numberColumn]} ${index}`}>
                {file.columns.map((column) => (
                  <Table.Td key={column}>{row[column]}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {file.rows.length > ROWS_SHOWN && (
        <Text size="xs" c="dimmed">
          {t('compose.csv.more', { count: file.rows.length - ROWS_SHOWN })}
        </Text>
      )}
    </Stack>
  )
}
