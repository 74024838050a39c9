import {
  ActionIcon,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

type State = Answer<'get-keywords'>
type Meaning = State['keywords'][number]['meaning']
const meanings: readonly Meaning[] = ['STOP', 'START', 'HELP']

/** What handsets answer, and what is said to it. */
export function Keywords() {
  const keywords = useAsk('get-keywords', {})
  if (keywords.error)
    return <FaultNotice fault={keywords.error} retry={() => void keywords.refetch()} />
  if (!keywords.data) return <Waiting rows={4} />
  const { data } = keywords
  return <KeywordForm key={JSON.stringify([data.keywords, data.answers])} state={data} />
}

function KeywordForm({ state }: { state: State }) {
  const { t } = useTranslation()
  const mayChange = useMay('accounts:manage', 'account-management:manage')
  const save = useChange('set-keywords', ['get-keywords'])
  const put = (some: Partial<Pick<State, 'keywords' | 'answers'>>) =>
    save.mutate(
      { body: { keywords: state.keywords, answers: state.answers, ...some } },
      { onSuccess: () => tellDone(t('rules.saved')) },
    )
  return (
    <Stack>
      <Card>
        <Stack>
          <Title order={2} size="h4">
            {t('rules.ownWords')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('rules.ownWordsAbout')}
          </Text>
          {state.keywords.map((one) => (
            <Group key={`${one.sender ?? ''} ${one.words}`} gap="xs" data-keyword={one.words}>
              <Text fw={600}>{one.words}</Text>
              <Text>{t(`rules.meaning.${one.meaning}`)}</Text>
              {one.sender !== undefined && <Text c="dimmed">{one.sender}</Text>}
              {mayChange && (
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={t('rules.removeWord', { words: one.words })}
                  title={t('rules.removeWord', { words: one.words })}
                  onClick={() => put({ keywords: state.keywords.filter((other) => other !== one) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
          ))}
          {mayChange && (
            <NewWord
              busy={save.isPending}
              add={(one) => put({ keywords: [...state.keywords, one] })}
            />
          )}
        </Stack>
      </Card>
      {save.error && <FaultNotice fault={save.error} />}
      {meanings.map((meaning) => (
        <AnswerCard
          key={meaning}
          meaning={meaning}
          state={state}
          mayChange={mayChange}
          busy={save.isPending}
          put={(answers) => put({ answers })}
        />
      ))}
      <Card>
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('rules.languageWords')}
          </Title>
          {meanings.map((meaning) => (
            <Text key={meaning} size="sm" style={{ overflowWrap: 'anywhere' }}>
              <Text span fw={600}>
                {t(`rules.meaning.${meaning}`)}
              </Text>{' '}
              {state.languages
                .filter((one) => one.meaning === meaning)
                .map((one) => one.words)
                .join(' · ')}
            </Text>
          ))}
        </Stack>
      </Card>
    </Stack>
  )
}

function NewWord({ busy, add }: { busy: boolean; add: (one: State['keywords'][number]) => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [meaning, setMeaning] = useState<Meaning>('STOP')
  return (
    <Group
      component="form"
      align="flex-end"
      onSubmit={(event) => {
        event.preventDefault()
        if (words.trim() !== '') add({ words: words.trim(), meaning })
      }}
    >
      <TextInput
        flex={1}
        miw={160}
        label={t('rules.newWord')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={60}
      />
      <Select
        label={t('rules.means')}
        data={meanings.map((value) => ({ value, label: t(`rules.meaning.${value}`) }))}
        value={meaning}
        onChange={(value) => setMeaning((value as Meaning | null) ?? 'STOP')}
        allowDeselect={false}
      />
      <Button type="submit" leftSection={<IconPlus size={16} />} loading={busy}>
        {t('rules.addWord')}
      </Button>
    </Group>
  )
}

function AnswerCard({
  meaning,
  state,
  mayChange,
  busy,
  put,
}: {
  meaning: Meaning
  state: State
  mayChange: boolean
  busy: boolean
  put: (answers: State['answers']) => void
}) {
  const { t } = useTranslation()
  const own = state.answers.find((one) => one.meaning === meaning && one.sender === undefined)
  const [isOn, setOn] = useState(own?.text !== null)
  const [text, setText] = useState(own?.text ?? '')
  const others = state.answers.filter((one) => one !== own)
  const submit = () => {
    if (!isOn) put([...others, { meaning, text: null }])
    else put(text.trim() === '' ? others : [...others, { meaning, text: text.trim() }])
  }
  return (
    <Card
      component="form"
      data-answer={meaning}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack>
        <Title order={2} size="h4">
          {t('rules.answerTo', { meaning: t(`rules.meaning.${meaning}`) })}
        </Title>
        <Switch
          label={t('rules.isAnswered')}
          checked={isOn}
          disabled={!mayChange}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        {isOn && (
          <Textarea
            label={t('rules.answerText')}
            description={t('rules.answerTextAbout')}
            placeholder={t(`rules.usualAnswer.${meaning}`)}
            value={text}
            disabled={!mayChange}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={480}
            autosize
            minRows={2}
          />
        )}
        {mayChange && (
          <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
            {t('rules.saveAnswer', { meaning: t(`rules.meaning.${meaning}`) })}
          </Button>
        )}
      </Stack>
    </Card>
  )
}
