import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  ScrollArea,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useMemo, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useMe } from '../app/session.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import type { Role } from './roles-page.tsx'

const STALE = ['list-roles'] as const

/** Makes a role, or changes one. */
export function RoleForm({ role, done }: { role: Role | null; done: () => void }) {
  const { t } = useTranslation()
  const create = useChange('create-role', STALE)
  const update = useChange('update-role', STALE)
  const [name, setName] = useState(role?.name ?? '')
  const [description, setDescription] = useState(role?.description ?? '')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(role?.scopes))
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || chosen.size === 0) return
    const body = { name: name.trim(), description: description.trim(), scopes: [...chosen] }
    if (role) update.mutate({ params: { roleId: Number(role.id) }, body }, { onSuccess: done })
    else create.mutate({ body }, { onSuccess: done })
  }
  const fault = create.error ?? update.error
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('roles.roleName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' ? t('roles.nameMissing') : undefined}
          maxLength={60}
          required
          data-autofocus
        />
        <TextInput
          label={t('roles.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={200}
        />
        <ScopeChoice chosen={chosen} choose={setChosen} />
        {tried && chosen.size === 0 && (
          <Text size="sm" c="red" role="alert">
            {t('roles.scopesMissing')}
          </Text>
        )}
        {fault && <FaultNotice fault={fault} />}
        <Button type="submit" loading={create.isPending || update.isPending}>
          {role ? t('roles.save') : t('roles.make')}
        </Button>
      </Stack>
    </form>
  )
}

/** Scopes by the word they begin with, and a search through names and descriptions. */
function ScopeChoice({
  chosen,
  choose,
}: {
  chosen: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
}) {
  const { t } = useTranslation()
  const me = useMe()
  const scopes = useAsk('list-scopes', {})
  const [search, setSearch] = useState('')
  const groups = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean)
    const found = (scopes.data?.results ?? []).filter((one) =>
      words.every((word) => `${one.name} ${one.description}`.toLowerCase().includes(word)),
    )
    return [...Map.groupBy(found, (one) => one.name.split(':')[0]!)]
  }, [scopes.data, search])
  const mayGive = (scope: string) => me.scopes.includes('all') || me.scopes.includes(scope)
  const set = (scope: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(scope)
    else next.delete(scope)
    choose(next)
  }
  return (
    <Fieldset legend={t('roles.scopesLegend')} p="sm">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end">
          <TextInput
            flex={1}
            miw={160}
            label={t('roles.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            maxLength={60}
          />
          <Text size="sm" c="dimmed" role="status">
            {t('roles.chosen', { count: chosen.size })}
          </Text>
        </Group>
        {scopes.error && <FaultNotice fault={scopes.error} />}
        {scopes.isPending && <Waiting rows={4} />}
        <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
          <Stack gap="md" pr="md">
            {groups.map(([group, all]) => (
              <Stack key={group} gap={6} role="group" aria-label={group}>
                <Text size="xs" fw={600} c="dimmed" className="mono" aria-hidden>
                  {group}
                </Text>
                {all.map((one) => (
                  <Checkbox
                    key={one.name}
                    size="sm"
                    label={one.description}
                    description={one.name}
                    checked={chosen.has(one.name)}
                    disabled={!mayGive(one.name)}
                    onChange={(event) => set(one.name, event.currentTarget.checked)}
                  />
                ))}
              </Stack>
            ))}
            {scopes.data && groups.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('roles.nothing')}
              </Text>
            )}
          </Stack>
        </ScrollArea.Autosize>
      </Stack>
    </Fieldset>
  )
}
