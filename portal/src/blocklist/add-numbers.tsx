import {
  Button,
  Card,
  FileButton,
  Group,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconFileUpload, IconPlus } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { useFormat } from '../language/format.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { numbersIn, NUMBERS_MAX } from './numbers.ts'

const channels = ['SMS', 'EMAIL', 'VIBER', 'RCS', 'MMS', 'WHATSAPP'] as const
const FILE_OCTETS_MAX = 8_000_000

/** Puts one number, or many by pasting or from a file, on the blocklist. */
export function AddNumbers({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const add = useChange('create-blocklists')
  const [text, setText] = useState('')
  const [sender, setSender] = useState('')
  const [channel, setChannel] = useState<string | null>(null)
  const [fileFault, setFileFault] = useState<string | null>(null)
  const { numbers, others } = numbersIn(text)
  const tooMany = numbers.length > NUMBERS_MAX
  const read = async (file: File | null) => {
    if (!file) return
    setFileFault(file.size > FILE_OCTETS_MAX ? t('blocklist.fileTooLarge') : null)
    if (file.size <= FILE_OCTETS_MAX) setText(await file.text())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (numbers.length === 0 || tooMany) return
    const entry = {
      destinations: numbers.map((to) => ({ to })),
      ...(sender.trim() === '' ? {} : { sender: sender.trim() }),
      ...(channel === null ? {} : { channel: channel as (typeof channels)[number] }),
    }
    add.mutate(
      { body: { blocklist: [entry] } },
      {
        onSuccess: () => {
          tellDone(t('blocklist.added', { count: numbers.length }))
          setText('')
          done()
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Textarea
            label={t('blocklist.numbers')}
            description={t('blocklist.numbersAbout')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={
              tooMany ? t('blocklist.tooMany', { max: format.number(NUMBERS_MAX) }) : fileFault
            }
            autosize
            minRows={2}
            maxRows={8}
            data-field="numbers"
          />
          <Group align="flex-end" grow preventGrowOverflow={false}>
            <TextInput
              label={t('blocklist.onlySender')}
              placeholder={t('blocklist.allSenders')}
              value={sender}
              onChange={(event) => setSender(event.currentTarget.value)}
              maxLength={20}
              miw={150}
            />
            <Select
              label={t('blocklist.onlyChannel')}
              placeholder={t('blocklist.allChannels')}
              data={[...channels]}
              value={channel}
              onChange={setChannel}
              clearable
              clearButtonProps={{ 'aria-label': t('blocklist.allChannels') }}
              miw={150}
            />
          </Group>
          {add.error && <FaultNotice fault={add.error} />}
          <Group justify="space-between">
            <Group gap="xs">
              <Button
                type="submit"
                leftSection={<IconPlus size={16} />}
                loading={add.isPending}
                disabled={numbers.length === 0 || tooMany}
              >
                {t('blocklist.add')}
              </Button>
              <FileButton
                onChange={(file) => void read(file)}
                accept=".csv,.txt,text/csv,text/plain"
              >
                {(props) => (
                  <Button {...props} variant="default" leftSection={<IconFileUpload size={16} />}>
                    {t('blocklist.file')}
                  </Button>
                )}
              </FileButton>
            </Group>
            <Text size="sm" c="dimmed" role="status">
              {text.trim() !== '' &&
                t('blocklist.found', {
                  count: numbers.length,
                  others: format.number(others),
                })}
            </Text>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
