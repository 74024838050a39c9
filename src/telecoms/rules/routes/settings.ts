import { badField, Rejection, type App } from '../../../core/http/index.ts'
import { transaction } from '../../../core/storage/index.ts'
import { foldKeyword } from '../keywords.ts'
import { nationalKeywords } from '../national.ts'
import { senderKindOf } from '../sender-kinds.ts'
import * as store from '../store/accounts.ts'
import * as wire from '../wire.ts'
import { deciders, deciding, managing, pageOf, reading, type Parts } from './shared.ts'

/** `/rules/1/settings`, `/senders`, `/keywords`, `/enforcement`: what accounts say for themselves. */
export function addSettings(app: App, parts: Parts): void {
  addOwn(app, parts)
  addSenderClasses(app, parts)
  addKeywords(app, parts)
  addEnforcement(app, parts)
}

function addOwn(app: App, parts: Parts): void {
  const { db, clock, book } = parts
  const path = '/rules/1/settings'
  app.operation(
    {
      ...reading,
      id: 'get-sending-settings',
      method: 'GET',
      path,
      summary: 'Read how the account sends',
      answers: { 200: wire.SettingsState },
    },
    ({ credential }) => state(parts, credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'set-sending-settings',
      method: 'PUT',
      path,
      summary: 'Say how the account sends',
      description:
        'null leaves a setting to the installation. What the installation’s own account says is what others have that say nothing.',
      body: wire.Settings,
      answers: { 200: wire.SettingsState },
    },
    async ({ body, credential }) => {
      await store.writeSettings(
        db,
        credential.accountId,
        {
          content_class: body.contentClass,
          varied_max: body.flooding.variedMax,
          identical_max: body.flooding.identicalMax,
          flooding_minutes: body.flooding.minutes,
          duplicate_seconds: body.duplicateSeconds,
          keywords_on: body.keywordsOn,
          opt_out_scope: body.optOutScope,
        },
        clock.now(),
      )
      book.forget()
      return state(parts, credential.accountId)
    },
  )
}

async function state({ db, book }: Parts, accountId: number): Promise<wire.SettingsState> {
  const [own] = await store.readSettings(db, [accountId])
  const rules = (await book.of(db, [accountId])).get(accountId)!
  return {
    own: {
      contentClass: own?.content_class ?? null,
      flooding: {
        variedMax: own?.varied_max ?? null,
        identicalMax: own?.identical_max ?? null,
        minutes: own?.flooding_minutes ?? null,
      },
      duplicateSeconds: own?.duplicate_seconds ?? null,
      keywordsOn: own?.keywords_on ?? null,
      optOutScope: own?.opt_out_scope ?? null,
    },
    inForce: {
      contentClass: rules.contentClass,
      flooding: rules.flooding,
      duplicateSeconds: rules.duplicateSeconds,
      keywordsOn: rules.keywordsOn,
      optOutScope: rules.optOutScope,
      enforcement: rules.enforcement,
    },
  }
}

function addSenderClasses(app: App, { db, clock, book }: Parts): void {
  const path = '/rules/1/senders'
  app.operation(
    {
      ...reading,
      id: 'list-sender-classes',
      method: 'GET',
      path,
      summary: 'List what senders are for',
      query: wire.SenderClassQuery,
      answers: { 200: wire.SenderClassList },
    },
    async ({ query, credential }) => {
      const limit = query.limit ?? 100
      const found = await store.pageSenderClasses(
        db,
        credential.accountId,
        query.cursor ?? '',
        limit + 1,
      )
      const { page, nextCursor } = pageOf(found, limit, (one) => one.sender)
      return {
        results: page.map((one) => ({ sender: one.sender, contentClass: one.content_class })),
        nextCursor,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'set-sender-class',
      method: 'PUT',
      path: `${path}/:sender`,
      summary: 'Say what a sender is for',
      description:
        'Messages from it that do not say what they are for are of this class; null: of the account’s.',
      params: wire.SenderClassPath,
      body: wire.NewSenderClass,
      answers: { 204: null },
    },
    async ({ params, body, credential }) => {
      const sender = senderKindOf(params.sender)?.address
      if (sender === undefined) throw badField('sender', 'must be a name or a number')
      const { accountId } = credential
      if (body.contentClass === null) await store.deleteSenderClass(db, accountId, sender)
      else {
        const one = { sender, content_class: body.contentClass }
        const made = await store.writeSenderClass(db, accountId, one, wire.SENDERS_MAX, clock.now())
        if (made === 0)
          throw new Rejection('CONFLICT', {
            text: `${wire.SENDERS_MAX} senders have a class already, which is the most there can be.`,
          })
      }
      book.forget()
    },
  )
}

function addKeywords(app: App, parts: Parts): void {
  const { db, clock, book } = parts
  const path = '/rules/1/keywords'
  app.operation(
    {
      ...reading,
      id: 'get-keywords',
      method: 'GET',
      path,
      summary: 'Read keywords and what is answered to them',
      description: 'The account’s own, and those of languages, which every account has.',
      answers: { 200: wire.KeywordState },
    },
    ({ credential }) => keywordState(parts, credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'set-keywords',
      method: 'PUT',
      path,
      summary: 'Set keywords and what is answered to them',
      description: 'In the place of all that were set before.',
      body: wire.Keywords,
      answers: { 200: wire.KeywordState },
    },
    async ({ body, credential }) => {
      const { keywords, answers } = rowsOf(body)
      await transaction(db, (tx) =>
        store.replaceKeywords(tx, credential.accountId, keywords, answers, clock.now()),
      )
      book.forget()
      return keywordState(parts, credential.accountId)
    },
  )
}

async function keywordState({ db }: Parts, accountId: number) {
  const keywords = await store.readKeywords(db, [accountId])
  const answers = await store.readAnswers(db, [accountId])
  const forSender = (sender: string) => (sender === '' ? {} : { sender })
  return {
    keywords: keywords.map(({ words, meaning, sender }) => ({
      words,
      meaning,
      ...forSender(sender),
    })),
    answers: answers.map(({ meaning, sender, answer }) => ({
      meaning,
      ...forSender(sender),
      text: answer,
    })),
    languages: nationalKeywords(),
  }
}

/** @throws BAD_REQUEST for words of no letters, for what is no sender, and for what is said twice */
function rowsOf(body: wire.Keywords): {
  keywords: store.KeywordRow[]
  answers: store.AnswerRow[]
} {
  const seen = new Set<string>()
  const once = (field: string, key: string) => {
    if (seen.has(key)) throw badField(field, 'is there twice')
    seen.add(key)
  }
  const keywords = body.keywords.map((one, index) => {
    const words = foldKeyword(one.words)
    if (words === '') throw badField(`keywords[${index}].words`, 'must have letters or digits')
    const sender = senderOf(one.sender, `keywords[${index}].sender`)
    once(`keywords[${index}]`, `words ${sender} ${words}`)
    return { sender, words, meaning: one.meaning }
  })
  const answers = body.answers.map((one, index) => {
    const sender = senderOf(one.sender, `answers[${index}].sender`)
    once(`answers[${index}]`, `answer ${sender} ${one.meaning}`)
    return { sender, meaning: one.meaning, answer: one.text }
  })
  return { keywords, answers }
}

function senderOf(text: string | undefined, field: string): string {
  if (text === undefined || text === '') return ''
  const read = senderKindOf(text)
  if (!read) throw badField(field, 'must be one of the account’s numbers')
  return read.address
}

function addEnforcement(app: App, { db, clock, book }: Parts): void {
  const path = '/rules/1/enforcement'
  const now = async () => ({
    enforcement: (await book.of(db, [book.rootAccountId])).get(book.rootAccountId)!.enforcement,
  })
  app.operation(
    {
      ...deciders,
      id: 'get-rule-enforcement',
      method: 'GET',
      path,
      summary: 'Read where national rules bind',
      answers: { 200: wire.Enforcement },
    },
    now,
  )
  app.operation(
    {
      ...deciding,
      id: 'set-rule-enforcement',
      method: 'PUT',
      path,
      summary: 'Say where national rules bind',
      body: wire.Enforcement,
      answers: { 200: wire.Enforcement },
    },
    async ({ body }) => {
      await store.writeEnforcement(db, book.rootAccountId, body.enforcement, clock.now())
      book.forget()
      return now()
    },
  )
}
