import { Alert, Button, Card, Grid, Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconCode, IconFlask, IconSend } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renew, useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMe } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { CopyAs } from './copy-as-modal.tsx'
import type { CsvFile } from './csv.ts'
import { useDraft, type Draft } from './draft.ts'
import { faultsOf, type DraftFault } from './faults.ts'
import { OptionsFields } from './options-fields.tsx'
import { Preview } from './preview.tsx'
import { RecipientFields } from './recipient-fields.tsx'
import { lettersOf, requestOf, totalOf, type Total } from './request.ts'
import { instantOf } from '../language/format.ts'
import { SenderField } from './sender-field.tsx'
import { SendResult } from './send-result.tsx'
import { TextField } from './text-field.tsx'

const route = getRouteApi('/app/compose')
/** The installation's own account may use any sender, so a newcomer need not think of one. */
const ROOT_SENDER = 'Trunkline'

export function ComposePage() {
  const { t } = useTranslation()
  const { to, sender } = route.useSearch()
  const me = useMe()
  const [draft, change, clear] = useDraft(
    {
      ...(to === undefined ? {} : { typed: to, source: 'typed' as const }),
      ...(sender === undefined ? {} : { sender }),
    },
    me.account.isRoot ? { sender: ROOT_SENDER } : {},
  )
  const [file, setFile] = useState<CsvFile | null>(null)
  const [tried, setTried] = useState(false)
  const [codeShown, setCodeShown] = useState(false)
  const [sent, setSent] = useState<Answer<'send-sms-messages'> | null>(null)
  const form = useRef<HTMLDivElement>(null)
  // Counting ten thousand texts takes a moment; the typing must not wait for it.
  const settled = useDeferredValue(draft)
  const { letters, checked } = useMemo(() => lettersOf(settled, file), [settled, file])
  const total = useMemo(() => totalOf(letters, settled), [letters, settled])
  const faults = faultsOf(draft, file, checked, total)
  const send = useChange('send-sms-messages', ['list-messages', 'get-overview'])
  const balance = usePricePerPart(me)

  const trySend = async () => {
    setTried(true)
    // What is sent is what stands in the form at this moment; the counts on the page may be a keystroke behind.
    const now = lettersOf(draft, file)
    const totalNow = totalOf(now.letters, draft)
    const [fault] = faultsOf(draft, file, now.checked, totalNow)
    if (fault !== undefined || send.isPending) {
      form.current
        ?.querySelector<HTMLElement>(
          `[data-field="${fault?.field}"] input, [data-field="${fault?.field}"] textarea`,
        )
        ?.focus()
      return
    }
    if (!(await confirm(question(draft, now.letters.length, totalNow)))) return
    send.mutate(
      { body: requestOf(draft, now.letters, file) },
      { onSuccess: (answer) => setSent(answer) },
    )
  }
  const question = useQuestion()
  useHotkeys([['mod+Enter', () => void trySend()]], [])

  if (sent)
    return (
      <SendResult
        answer={sent}
        scheduledFor={draft.scheduled && draft.sendAt !== null ? instantOf(draft.sendAt) : null}
        again={() => {
          clear()
          setFile(null)
          setTried(false)
          setSent(null)
          void renew('list-senders')
        }}
        back={() => setSent(null)}
      />
    )
  const shown = tried ? faults : []
  return (
    <Page title={t('compose.title')} about={t('compose.about')}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md" ref={form}>
            <Card>
              <Stack gap="lg">
                <SenderField draft={draft} change={change} fault={textOf('sender', shown, t)} />
                <RecipientFields
                  draft={draft}
                  change={change}
                  file={file}
                  setFile={setFile}
                  checked={checked}
                  fault={textOf('recipients', shown, t)}
                  isRoot={me.account.isRoot}
                />
                <TextField
                  draft={draft}
                  change={change}
                  file={file}
                  letters={letters}
                  total={total}
                  fault={textOf('text', shown, t)}
                />
              </Stack>
            </Card>
            <OptionsFields draft={draft} change={change} faults={shown} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md" style={{ position: 'sticky', top: 72 }}>
            <Preview draft={settled} letters={letters} />
            <Card>
              <Stack gap="sm">
                <Sum letters={letters.length} total={total} price={balance} />
                {send.error && <FaultNotice fault={send.error} />}
                {shown.length > 0 && (
                  <Alert color="red" role="alert" title={t('compose.notYet')}>
                    {shown.map((fault) => (
                      <Text size="sm" key={fault.key}>
                        {t(`compose.fault.${fault.key}`, fault.values ?? {})}
                      </Text>
                    ))}
                  </Alert>
                )}
                <Button
                  size="md"
                  leftSection={<IconSend size={18} />}
                  loading={send.isPending}
                  onClick={() => void trySend()}
                >
                  {draft.scheduled ? t('compose.schedule') : t('compose.send')}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconCode size={18} />}
                  onClick={() => setCodeShown(true)}
                >
                  {t('compose.copyAs')}
                </Button>
                {me.account.isRoot && <SimulatorNote />}
              </Stack>
            </Card>
          </Stack>
        </Grid.Col>
      </Grid>
      <CopyAs
        opened={codeShown}
        onClose={() => setCodeShown(false)}
        request={codeShown ? requestOf(draft, letters, file) : null}
      />
    </Page>
  )
}

const textOf = (
  field: DraftFault['field'],
  faults: readonly DraftFault[],
  t: TFunction,
): string | undefined => {
  const fault = faults.find((one) => one.field === field)
  return fault && t(`compose.fault.${fault.key}`, fault.values ?? {})
}

function useQuestion() {
  const { t } = useTranslation()
  const format = useFormat()
  return (draft: Draft, count: number, total: Total) => ({
    title: t('compose.confirm.title', { count, number: format.number(count) }),
    text: [
      t('compose.confirm.parts', { count: total.parts, number: format.number(total.parts) }),
      draft.scheduled && draft.sendAt !== null
        ? t('compose.confirm.later', {
            local: format.time(instantOf(draft.sendAt)),
            utc: format.utc(instantOf(draft.sendAt)),
          })
        : t('compose.confirm.now'),
    ].join(' '),
    action: draft.scheduled
      ? t('compose.schedule')
      : t('compose.confirm.action', { count, number: format.number(count) }),
  })
}

/** Taken from the last message that was priced: the account's price per part, where it has one. */
function usePricePerPart(me: Answer<'get-me'>): { perPart: number; currency: string } | null {
  const last = useAsk('list-messages', { query: { limit: 1 } })
  const price = last.data?.results[0]?.price
  return price && price.pricePerMessage > 0
    ? { perPart: price.pricePerMessage, currency: price.currency || me.account.currency }
    : null
}

function Sum({
  letters,
  total,
  price,
}: {
  letters: number
  total: Total
  price: { perPart: number; currency: string } | null
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Stack gap={4} className="numbers">
      <Group justify="space-between">
        <Text size="sm">{t('compose.sum.recipients')}</Text>
        <Text size="sm" fw={600}>
          {format.number(letters)}
        </Text>
      </Group>
      <Group justify="space-between">
        <Text size="sm">{t('compose.sum.parts')}</Text>
        <Text size="sm" fw={600}>
          {format.number(total.parts)}
        </Text>
      </Group>
      <Group justify="space-between">
        <Text size="sm">{t('compose.sum.price')}</Text>
        <Text size="sm" fw={600}>
          {price
            ? `${format.money(price.perPart * total.parts, price.currency)} (${format.money(price.perPart, price.currency)} × ${format.number(total.parts)})`
            : t('compose.sum.noPrice')}
        </Text>
      </Group>
    </Stack>
  )
}

/** While every way out leads to the simulator, nobody real gets anything: worth a word beside the button. */
function SimulatorNote() {
  const { t } = useTranslation()
  const connections = useAsk('get-operator-connections', { query: {} })
  const all = connections.data?.results.filter((one) => one.enabled)
  if (!all || all.length === 0 || all.some((one) => !one.simulated)) return null
  return (
    <Alert color="orange" variant="light" icon={<IconFlask />} p="xs">
      <Text size="xs">{t('compose.onlySimulated')}</Text>
    </Alert>
  )
}
