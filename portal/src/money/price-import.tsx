import { Alert, Button, Card, FileButton, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core' // prettier-ignore
import { useDisclosure } from '@mantine/hooks'
import { IconFileImport, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

const SIGNS_MAX = 2_000_000
/** Faults that are shown; the rest shows when these are mended. */
const FAULTS_MAX = 10

/** Brings prices from a file or the clipboard: looked through first, added when a person says so. */
export function PriceImport({ listId }: { listId: number }) {
  const { t } = useTranslation()
  const [opened, modal] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={modal.open}>
        {t('prices.import')}
      </Button>
      <Modal
        opened={opened}
        onClose={modal.close}
        title={<b>{t('prices.import')}</b>}
        size="lg"
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <ImportForm listId={listId} close={modal.close} />
      </Modal>
    </>
  )
}

function ImportForm({ listId, close }: { listId: number; close: () => void }) {
  const { t } = useTranslation()
  const look = useChange('import-prices')
  const bring = useChange('import-prices', ['list-prices', 'list-price-lists', 'preview-price'])
  const [text, setText] = useState('')
  const isTooLarge = text.length > SIGNS_MAX
  const put = (written: string) => {
    setText(written)
    look.reset()
  }
  const check = () => look.mutate({ params: { listId }, body: { csv: text, dryRun: true } })
  const add = () =>
    bring.mutate(
      { params: { listId }, body: { csv: text } },
      {
        onSuccess: ({ added, faults }) => {
          if (faults.length > 0) return check()
          tellDone(t('prices.imported', { count: added }))
          close()
        },
      },
    )
  const faults = look.data?.faults ?? []
  const found = faults.length === 0 ? (look.data?.added ?? 0) : 0
  const fault = look.error ?? bring.error
  return (
    <Stack>
      <Textarea
        label={t('prices.csv')}
        description={t('prices.csvAbout')}
        placeholder={
          'country,network,direction,amount,validFrom\nDE,26201,MT,0.07,2026-12-01T00:00:00.000+0000'
        }
        value={text}
        onChange={(event) => put(event.currentTarget.value)}
        error={isTooLarge ? t('operatorBills.fileLarge') : undefined}
        minRows={6}
        maxRows={14}
        autosize
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Faults faults={faults} />
      {look.data && faults.length === 0 && (
        <Alert color={found === 0 ? 'orange' : 'green'} role="status">
          {found === 0 ? t('prices.csvEmpty') : t('prices.csvFits', { count: found })}
        </Alert>
      )}
      {fault && <FaultNotice fault={fault} />}
      <Group>
        <FileButton
          accept=".csv,text/csv,text/plain"
          onChange={(file) => void file?.text().then(put)}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
              {t('operatorBills.upload')}
            </Button>
          )}
        </FileButton>
        {found === 0 ? (
          <Button
            onClick={check}
            loading={look.isPending}
            disabled={text.trim() === '' || isTooLarge}
          >
            {t('prices.check')}
          </Button>
        ) : (
          <Button onClick={add} loading={bring.isPending}>
            {t('prices.addFound', { count: found })}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Faults({ faults }: { faults: readonly { line: number; text: string }[] }) {
  const { t } = useTranslation()
  if (faults.length === 0) return null
  return (
    <Card role="alert" p="sm" withBorder>
      <Text size="sm" fw={600}>
        {t('prices.importFaults')}
      </Text>
      <List size="sm">
        {faults.slice(0, FAULTS_MAX).map((one) => (
          <List.Item key={one.line}>
            {t('prices.line', { line: one.line })}: {one.text}
          </List.Item>
        ))}
      </List>
    </Card>
  )
}
