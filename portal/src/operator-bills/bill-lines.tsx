import { ActionIcon, Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { emptyLine, lineFault, WRITTEN_LINES_MAX, type WrittenLine } from './bill.ts'

const fields = ['country', 'network', 'parts', 'amount'] as const
const signsMax = { country: 2, network: 6, parts: 12, amount: 20 } as const

/** The lines of a bill, one for each network. */
export function BillLines({
  lines,
  put,
  tried,
}: {
  lines: readonly WrittenLine[]
  put: (lines: readonly WrittenLine[]) => void
  /** Whether faults are shown. */
  tried: boolean
}) {
  const { t } = useTranslation()
  const change = (position: number, field: keyof WrittenLine, text: string) =>
    put(
      lines.map((one, n) =>
        n === position ? { ...one, [field]: field === 'country' ? text.toUpperCase() : text } : one,
      ),
    )
  return (
    <Stack gap="sm">
      {lines.map((one, n) => {
        const fault = tried ? lineFault(one) : null
        return (
          // Lines have no id, and move nowhere: their place is who they are.
          // oxlint-disable-next-line react/no-array-index-key
          <Group
            key={n}
            gap="xs"
            align="flex-start"
            wrap="nowrap"
            role="group"
            aria-label={t('prices.line', { line: n + 1 })}
          >
            <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs" verticalSpacing="xs" flex={1}>
              {fields.map((field) => (
                <TextInput
                  key={field}
                  label={t(`operatorBills.field.${field}`)}
                  value={one[field]}
                  onChange={(event) => change(n, field, event.currentTarget.value)}
                  error={fault === `${field}Fault` ? t(`operatorBills.${fault}`) : undefined}
                  inputMode={field === 'country' ? 'text' : 'decimal'}
                  maxLength={signsMax[field]}
                />
              ))}
            </SimpleGrid>
            <ActionIcon
              variant="subtle"
              color="red"
              mt={28}
              aria-label={t('operatorBills.lineRemove', { line: n + 1 })}
              title={t('operatorBills.lineRemove', { line: n + 1 })}
              onClick={() => put(lines.filter((_one, at) => at !== n))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )
      })}
      {lines.length < WRITTEN_LINES_MAX && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => put([...lines, emptyLine()])}
        >
          {t('operatorBills.lineAdd')}
        </Button>
      )}
    </Stack>
  )
}
