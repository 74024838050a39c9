import { Alert, Button, Card, FileButton, Group, SegmentedControl, Stack, Textarea, TextInput, Title } from '@mantine/core' // prettier-ignore
import { IconUpload } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { useMe } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { BillLines } from './bill-lines.tsx'
import { BILL_SIGNS_MAX, csvOf, emptyLine, lineFault, type WrittenLine } from './bill.ts'

/** Takes a bill line by line, or as the file the operator sent. */
export function BillForm({
  connectionId,
  month,
  replaces,
  close,
}: {
  connectionId: number
  month: string
  /** Whether there is one already. */
  replaces: boolean
  close: () => void
}) {
  const { t } = useTranslation()
  const { account } = useMe()
  const bring = useChange('import-operator-bill', ['get-operator-bill'])
  const [way, setWay] = useState<'lines' | 'file'>('lines')
  const [currency, setCurrency] = useState(account.currency)
  const [lines, setLines] = useState<readonly WrittenLine[]>([emptyLine()])
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const currencyFits = /^[A-Z]{3}$/.test(currency)
  const isFit =
    way === 'lines'
      ? lines.length > 0 && !lines.some(lineFault)
      : text.trim() !== '' && text.length <= BILL_SIGNS_MAX
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!currencyFits || !isFit) return
    const sure =
      !replaces ||
      (await confirm({
        title: t('operatorBills.replace'),
        text: t('operatorBills.replaceText'),
        action: t('operatorBills.replace'),
        harmful: true,
      }))
    if (!sure) return
    bring.mutate(
      {
        params: { connectionId, month },
        body: { currency, csv: way === 'lines' ? csvOf(lines) : text },
      },
      {
        onSuccess: () => {
          tellDone(t('operatorBills.entered'))
          close()
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Title order={2} fz="lg">
            {t('operatorBills.bill', { month })}
          </Title>
          <Group align="flex-end">
            <SegmentedControl
              aria-label={t('operatorBills.way')}
              value={way}
              onChange={(value) => setWay(value === 'file' ? 'file' : 'lines')}
              data={[
                { value: 'lines', label: t('operatorBills.byLine') },
                { value: 'file', label: t('operatorBills.byFile') },
              ]}
            />
            <TextInput
              label={t('prices.currency')}
              value={currency}
              onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase().trim())}
              error={tried && !currencyFits ? t('operatorBills.currencyFault') : undefined}
              maxLength={3}
              w={110}
              required
            />
          </Group>
          {way === 'lines' ? (
            <BillLines lines={lines} put={setLines} tried={tried} />
          ) : (
            <FromFile text={text} put={setText} tried={tried} />
          )}
          {tried && !isFit && (
            <Alert color="red" role="alert">
              {t('seller.faults')}
            </Alert>
          )}
          {bring.error && <FaultNotice fault={bring.error} />}
          <Group>
            <Button type="submit" loading={bring.isPending}>
              {t('operatorBills.compare')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('states.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function FromFile({
  text,
  put,
  tried,
}: {
  text: string
  put: (text: string) => void
  tried: boolean
}) {
  const { t } = useTranslation()
  const fault =
    text.length > BILL_SIGNS_MAX
      ? t('operatorBills.fileLarge')
      : tried && text.trim() === ''
        ? t('operatorBills.fileEmpty')
        : undefined
  return (
    <Stack gap="xs">
      <Textarea
        label={t('operatorBills.csv')}
        description={t('operatorBills.csvAbout')}
        placeholder={'country,network,parts,amount\nDE,26201,1200,84.00'}
        value={text}
        onChange={(event) => put(event.currentTarget.value)}
        error={fault}
        minRows={5}
        maxRows={12}
        autosize
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <FileButton
        accept=".csv,text/csv,text/plain"
        onChange={(file) => void file?.text().then(put)}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            size="xs"
            w="fit-content"
            leftSection={<IconUpload size={14} />}
          >
            {t('operatorBills.upload')}
          </Button>
        )}
      </FileButton>
    </Stack>
  )
}
