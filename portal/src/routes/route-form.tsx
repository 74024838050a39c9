import {
  Accordion,
  Button,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { ConditionFields } from './condition-fields.tsx'
import {
  bodyOf,
  draftOf,
  faults,
  isPrefix,
  selections,
  type Draft,
  type Fault,
  type Route,
  type Selection,
} from './draft.ts'

/** Whatever shows routes, or what becomes of messages by them. */
export const STALE = ['get-routes', 'explain-route'] as const

export function RouteForm({ route, done }: { route: Route | null; done: () => void }) {
  const { t } = useTranslation()
  const connections = useAsk('get-operator-connections', { query: { limit: 200 } })
  const create = useChange('create-route', STALE)
  const update = useChange('update-route', STALE)
  const [draft, setDraft] = useState(() => draftOf(route))
  const [tried, setTried] = useState(false)
  const put = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (draft.name.trim() === '' || draft.connectionId === null || !isPrefix(draft.prefix)) return
    const body = bodyOf(draft)
    const saved = { onSuccess: () => (tellDone(t('routes.saved', { name: body.name })), done()) }
    if (route) update.mutate({ params: { routeId: route.id }, body }, saved)
    else create.mutate({ body }, saved)
  }
  const fault = create.error ?? update.error
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('routes.name')}
          description={t('routes.nameAbout')}
          value={draft.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
          error={tried && draft.name.trim() === '' ? t('connection.missing') : undefined}
          maxLength={100}
          required
          data-autofocus
        />
        <TextInput
          label={t('routes.prefix')}
          description={t('routes.prefixAbout')}
          placeholder="+49"
          value={draft.prefix}
          onChange={(event) => put({ prefix: event.currentTarget.value })}
          error={isPrefix(draft.prefix) ? undefined : t('routes.prefixWrong')}
          inputMode="tel"
        />
        <Select
          label={t('routes.connection')}
          data={
            connections.data?.results.map((one) => ({
              value: String(one.id),
              label: one.simulated ? `${one.name} (${t('simulated.badge')})` : one.name,
            })) ?? []
          }
          value={draft.connectionId}
          onChange={(connectionId) => put({ connectionId })}
          error={tried && draft.connectionId === null ? t('connection.missing') : undefined}
          required
        />
        <Accordion variant="separated" multiple>
          <Accordion.Item value="conditions">
            <Accordion.Control>{t('routes.conditions')}</Accordion.Control>
            <Accordion.Panel>
              <ConditionFields draft={draft} put={put} accountNames={route?.accountNames ?? []} />
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="order">
            <Accordion.Control>{t('routes.orderAndFailure')}</Accordion.Control>
            <Accordion.Panel>
              <OrderFields draft={draft} put={put} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <Switch
          label={t('routes.enabled')}
          checked={draft.enabled}
          onChange={(event) => put({ enabled: event.currentTarget.checked })}
        />
        {fault && <FaultNotice fault={fault} />}
        <Button type="submit" loading={create.isPending || update.isPending}>
          {t('routes.save')}
        </Button>
      </Stack>
    </form>
  )
}

/** Which of several routes goes first, and what happens when its operator fails. */
function OrderFields({ draft, put }: { draft: Draft; put: (changed: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <NumberInput
        label={t('routes.priority')}
        description={t('routes.priorityAbout')}
        value={draft.priority}
        onChange={(priority) => put({ priority: Number(priority) || 100 })}
        min={1}
        max={1_000}
        allowDecimal={false}
      />
      <Select
        label={t('routes.selection')}
        description={t('routes.selectionAbout')}
        data={selections.map((value) => ({ value, label: t(`routes.selections.${value}`) }))}
        value={draft.selection}
        onChange={(selection) => put({ selection: selection as Selection })}
        allowDeselect={false}
      />
      <NumberInput
        label={t('routes.weight')}
        description={t('routes.weightAbout')}
        value={draft.weight}
        onChange={(weight) => put({ weight: Number(weight) || 1 })}
        min={1}
        max={1_000}
        allowDecimal={false}
      />
      <MultiSelect
        label={t('routes.retryOn')}
        description={t('routes.retryOnAbout')}
        placeholder={draft.retryOn.length === 0 ? t('routes.never') : undefined}
        data={faults.map((value) => ({ value, label: t(`routes.faults.${value}`) }))}
        value={draft.retryOn}
        onChange={(chosen) => put({ retryOn: chosen as Fault[] })}
      />
      <Switch
        label={t('routes.retryOnReceipt')}
        description={t('routes.retryOnReceiptAbout')}
        checked={draft.retryOnReceipt}
        onChange={(event) => put({ retryOnReceipt: event.currentTarget.checked })}
      />
    </Stack>
  )
}
