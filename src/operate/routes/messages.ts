import {
  badField,
  parseWireTime,
  Rejection,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Note } from '../../core/trail.ts'
import { MessageDetail, type Anywhere, type FoundMessage } from '../../messaging/index.ts'
import { FindMessages, FoundMessages, MessagePath } from '../wire.ts'

const PAGE_DEFAULT = 50

export interface MessageNeeds {
  accounts: {
    accountWithin(accountId: number, key: string): Promise<number | null>
    accountsOf(
      accountIds: readonly number[],
    ): Promise<ReadonlyMap<number, { key: string; name: string }>>
  }
  messaging: {
    anywhere: Pick<Anywhere, 'search'>
    detail(accountId: number, messageId: string): Promise<MessageDetail>
  }
  /** Where operators' ids are looked for. */
  connectionIds(): number[]
  note: Note
}

const shared = {
  product: 'operators',
  envelope: 2,
  rootAccountOnly: true,
  access: ['operators:manage'],
  audit: 'read',
} as const

/** `/operate/1/messages`: messages of all accounts, for the installation's own account; every look is noted. */
export function addMessages(app: App, needs: MessageNeeds): void {
  const { accounts, messaging } = needs
  app.operation(
    {
      ...shared,
      id: 'search-messages-anywhere',
      method: 'GET',
      path: '/operate/1/messages',
      summary: 'Look for messages of all accounts',
      description:
        "By the caller's id or ours, an operator's id, a recipient, or a bulk; eight days back. What messages say is not told. Noted in the audit trail.",
      query: FindMessages,
      answers: { 200: FoundMessages },
    },
    async ({ query }) => {
      const { found, nextCursor } = await messaging.anywhere.search(
        {
          messageId: query.messageId,
          operatorId: query.operatorId,
          dest: query.to === undefined ? undefined : digits(query.to),
          bulkId: query.bulkId,
          since: time('since', query.since),
          until: time('until', query.until),
          cursor: query.cursor,
          limit: query.limit ?? PAGE_DEFAULT,
        },
        needs.connectionIds(),
      )
      const owners = await accounts.accountsOf([...new Set(found.map((one) => one.accountId))])
      return { results: found.flatMap((one) => withOwner(one, owners)), nextCursor }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-message-anywhere',
      method: 'GET',
      path: '/operate/1/messages/:accountKey/:messageId',
      summary: 'One message of any account with everything that happened to it',
      description:
        'With what operators call its parts, deliveries of its reports, and money. Noted in the audit trails of both accounts.',
      params: MessagePath,
      answers: { 200: MessageDetail },
    },
    async ({ params, credential, request }) => {
      const accountId = await accounts.accountWithin(credential.accountId, params.accountKey)
      if (accountId === null)
        throw new Rejection('NOT_FOUND', { text: 'There is no account with this key.' })
      const detail = await messaging.detail(accountId, params.messageId)
      if (accountId !== credential.accountId)
        await noteThere(needs.note, credential, accountId, detail.id, request.ip)
      return detail
    },
  )
}

/** In the trail of the account whose message was read; the own one gets its entry from the server. */
const noteThere = (
  note: Note,
  { accountId: fromAccountId, keyId, userId }: Credential,
  accountId: number,
  messageId: string,
  ip: string,
): Promise<void> =>
  note(
    {
      accountId,
      action: 'get-message-anywhere',
      actor: { kind: keyId === null ? 'person' : 'key', userId, keyId },
      fromAccountId,
      ip,
      target: { kind: 'message', id: messageId },
      description: 'A message was read by whoever runs the installation',
    },
    { outcome: 'done' },
  )

function withOwner(
  { accountId, ...message }: FoundMessage,
  owners: ReadonlyMap<number, { key: string; name: string }>,
) {
  const owner = owners.get(accountId)
  return owner ? [{ accountKey: owner.key, accountName: owner.name, ...message }] : []
}

/** A number as it is stored. */
const digits = (text: string): string =>
  /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^00/, '') : text

function time(property: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read
}
