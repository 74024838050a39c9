import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'

const AMOUNT = /^\d{1,12}([.,]\d{1,6})?$/

/** Asks how much, begins the payment, and leads to where it is paid. */
export function TopUpDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation()
  const begin = useChange('create-top-up', ['list-top-ups'])
  const [amount, setAmount] = useState('50')
  const fits = AMOUNT.test(amount.trim()) && Number(amount.replace(',', '.')) > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!fits) return
    begin.mutate(
      { body: { amount: amount.trim().replace(',', '.') } },
      {
        onSuccess: ({ address }) => {
          if (address !== null) location.assign(address)
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('topUp.title')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('topUp.amount')}
            description={t('topUp.amountAbout')}
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
            error={fits ? undefined : t('topUp.amountFault')}
            inputMode="decimal"
            maxLength={20}
            data-autofocus
            required
          />
          {begin.error && <FaultNotice fault={begin.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('states.cancel')}
            </Button>
            <Button type="submit" loading={begin.isPending}>
              {t('topUp.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
