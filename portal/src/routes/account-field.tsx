import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { useMe } from '../app/session.ts'

const SHOWN_MAX = 200

/** The own account and those below it, by key. @param known accounts to be chosen from although the list may lack them */
function useAccounts(known: readonly { key: string; name: string }[]) {
  const me = useMe()
  const accounts = useAsk('list-accounts', { query: { limit: SHOWN_MAX } })
  const names = new Map([
    [me.account.key, me.account.name],
    ...known.map((one) => [one.key, one.name] as const),
    ...(accounts.data?.results ?? []).map((one) => [one.key, one.name] as const),
  ])
  const isOnly = (name: string) => [...names.values()].filter((one) => one === name).length === 1
  return [...names].map(([value, name]) => ({
    value,
    label: isOnly(name) ? name : `${name} (${value})`,
  }))
}

export function AccountsField({
  value,
  names,
  onChange,
}: {
  value: string[]
  /** Of the keys in `value`, in their order. */
  names: readonly string[]
  onChange: (keys: string[]) => void
}) {
  const { t } = useTranslation()
  const data = useAccounts(value.map((key, at) => ({ key, name: names[at] ?? key })))
  return (
    <MultiSelect
      label={t('routes.accounts')}
      placeholder={value.length === 0 ? t('routes.all') : undefined}
      data={data}
      value={value}
      onChange={onChange}
      maxValues={100}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('routes.clear', { field: t('routes.accounts') }) }}
    />
  )
}

export function AccountField({
  value,
  onChange,
}: {
  value: string | null
  onChange: (key: string | null) => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const data = useAccounts([])
  return (
    <Select
      label={t('routes.why.account')}
      placeholder={me.account.name}
      data={data}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('routes.clear', { field: t('routes.why.account') }) }}
    />
  )
}
