import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ShownMessage } from './handsets.ts'
import type { ShownMail } from './mailbox.ts'
import type { Simulation } from './simulation.ts'
import type { Inbound } from './submission.ts'
import { ownSettingsMax } from './settings.ts'
import { wireTime } from './wire-time.ts'
import { addressOf, writeText } from './writing.ts'
import {
  BehaviourUpdate,
  HandsetsQuery,
  InboundRequest,
  MailPath,
  MailsQuery,
  MessagesQuery,
  OperatorUpdate,
  ResetRequest,
  type Behaviour,
  type HandsetMessage,
  type Handsets,
  type InboundResponse,
  type Mail,
  type Mails,
  type MailsCleared,
  type Messages,
  type Operators,
  type ResetResponse,
} from './wire.ts'

/** Something the caller has to change; answered 400 with the field it is about. */
export class ControlRefusal extends Error {
  readonly property: string

  constructor(property: string, violation: string) {
    super(violation)
    this.property = property
  }
}

export interface ControlOperation {
  schema: TSchema | null
  /** Where the input stands. */
  from: 'body' | 'query'
  check(input: unknown): { property: string; violation: string }[]
  run(simulation: Simulation, input: unknown): unknown
}

function operation<Input>(
  from: 'body' | 'query',
  schema: TSchema | null,
  run: (simulation: Simulation, input: Input) => unknown,
): ControlOperation {
  const validator = schema && Compile(schema)
  return {
    schema,
    from,
    run: run as ControlOperation['run'],
    check: (input) =>
      !validator || validator.Check(input)
        ? []
        : validator.Errors(input).map((error) => ({
            property: error.instancePath.slice(1).replaceAll('/', '.') || from,
            violation: error.message,
          })),
  }
}

/** Operations of the control socket by method and path; `/health`, `/shutdown` and the stream are the server's own. */
export const controlOperations: Readonly<Record<string, ControlOperation>> = {
  'GET /simulator/1/behaviour': operation('query', null, (simulation): Behaviour =>
    simulation.settings.behaviour(),
  ),
  'PUT /simulator/1/behaviour': operation('body', BehaviourUpdate, setBehaviour),
  'GET /simulator/1/operator': operation('query', null, operators),
  'POST /simulator/1/operator': operation('body', OperatorUpdate, setOperator),
  'POST /simulator/1/inbound': operation('body', InboundRequest, writeFromHandset),
  'GET /simulator/1/handsets': operation('query', HandsetsQuery, handsets),
  'GET /simulator/1/messages': operation('query', MessagesQuery, messages),
  'GET /simulator/1/mails': operation('query', MailsQuery, mails),
  'GET /simulator/1/mail': operation('query', MailPath, mail),
  'DELETE /simulator/1/mails': operation('query', null, (simulation): MailsCleared => ({
    mails: simulation.mailbox.clear(),
  })),
  'POST /simulator/1/reset': operation(
    'body',
    ResetRequest,
    (simulation, { keepSettings = false }: ResetRequest): ResetResponse =>
      simulation.reset(keepSettings),
  ),
}

function setBehaviour(simulation: Simulation, update: BehaviourUpdate): Behaviour {
  update.rules?.forEach((rule, index) => {
    if (rule.prefix === undefined && rule.endsWith === undefined)
      throw new ControlRefusal(`rules.${index}`, 'needs a prefix, an ending or both')
  })
  simulation.settings.setBehaviour(update)
  return simulation.settings.behaviour()
}

function setOperator(simulation: Simulation, update: OperatorUpdate): Operators {
  const systemId = update.systemId ?? '*'
  if (update.settings && !simulation.settings.hasRoomFor(systemId))
    throw new ControlRefusal(
      'systemId',
      `at most ${ownSettingsMax} operators may have settings of their own; reset first`,
    )
  if (update.settings || update.credentials) {
    simulation.settings.setOperator(update)
    simulation.settingsChanged()
  }
  if (update.dropLinks)
    for (const operator of simulation.operators.values())
      if (systemId === '*' || operator.systemId === systemId) operator.dropLinks()
  return operators(simulation)
}

function operators(simulation: Simulation): Operators {
  const systemIds = new Set([
    '*',
    ...simulation.settings.ownSettings,
    ...simulation.operators.keys(),
  ])
  return {
    systemIdPrefix: simulation.settings.systemIdPrefix,
    operators: [...systemIds].map((systemId) => ({
      systemId,
      settings: simulation.settings.operator(systemId),
      links: simulation.operators.get(systemId)?.links.length ?? 0,
      waiting: simulation.operators.get(systemId)?.waiting.length ?? 0,
    })),
  }
}

/** Answered once the message is on disk: from then on it reaches the ESME, whenever that binds. */
function writeFromHandset(
  simulation: Simulation,
  request: InboundRequest,
): Promise<InboundResponse> {
  if ((request.text === undefined) === (request.octets === undefined))
    throw new ControlRefusal('text', 'give either text or octets')
  if (simulation.isFull)
    throw new ControlRefusal('body', 'too many messages are waiting; let the ESME bind, or reset')
  const systemId = request.systemId ?? simulation.esmeFor(request.to)
  const parts =
    request.text === undefined
      ? raw(simulation, request, systemId)
      : written(simulation, request, request.text, systemId)
  simulation.write(parts)
  const answer = { messageId: String(parts[0]!.id), systemId, partCount: parts.length }
  return new Promise((resolve) => simulation.promise(() => resolve(answer)))
}

function written(
  simulation: Simulation,
  request: InboundRequest,
  text: string,
  systemId: string,
): Inbound[] {
  const parts = writeText(
    { systemId, from: addressOf(request.from), to: addressOf(request.to), text },
    { now: simulation.now(), nextId: () => simulation.nextId() },
  )
  if (!parts) throw new ControlRefusal('text', 'takes more than 60 parts')
  return parts
}

function raw(simulation: Simulation, request: InboundRequest, systemId: string): Inbound[] {
  const octets = request.octets ?? ''
  return [
    {
      id: simulation.nextId(),
      systemId,
      from: addressOf(request.from),
      to: addressOf(request.to),
      esmClass: request.userDataHeader ? 0x40 : 0,
      dataCoding: request.dataCoding ?? 0,
      octets: Buffer.from(octets, 'hex'),
      text: octets.toLowerCase(),
      partCount: 1,
      at: simulation.now(),
      answers: 0,
      segment: -1,
    },
  ]
}

const PAGE = 50
/** What the public API answers 404 for. */
const UNKNOWN_MAIL = 'is of no mail that is here'
const before = (cursor: string | undefined) =>
  cursor === undefined ? Number.POSITIVE_INFINITY : Number(cursor)

function handsets(simulation: Simulation, query: HandsetsQuery): Handsets {
  const limit = query.limit ?? PAGE
  const { page, more } = simulation.handsets.handsets(before(query.cursor), limit)
  return {
    results: page.map(({ number, count, last }) => ({
      number,
      messageCount: count,
      lastMessage: presented(last),
    })),
    cursor: { limit, ...(more ? { nextCursor: String(page.at(-1)!.last.sequence) } : {}) },
  }
}

function messages(simulation: Simulation, query: MessagesQuery): Messages {
  const limit = query.limit ?? PAGE
  if (query.messageId !== undefined) {
    const found = simulation.handsets.find(Number(query.messageId))
    return { results: found ? [presented(found)] : [], cursor: { limit } }
  }
  const { page, more } = simulation.handsets.messages(query.number, before(query.cursor), limit)
  return {
    results: page.map(presented),
    cursor: { limit, ...(more ? { nextCursor: String(page.at(-1)!.sequence) } : {}) },
  }
}

function mails(simulation: Simulation, query: MailsQuery): Mails {
  const limit = query.limit ?? PAGE
  const { page, more } = simulation.mailbox.list(query.to, before(query.cursor), limit)
  return {
    results: page.map(presentedHead),
    cursor: { limit, ...(more ? { nextCursor: String(page.at(-1)!.id) } : {}) },
  }
}

function mail(simulation: Simulation, { mailId }: { mailId: string }): Mail {
  const found = simulation.mailbox.find(Number(mailId))
  if (!found) throw new ControlRefusal('mailId', UNKNOWN_MAIL)
  return { ...presentedHead(found), text: found.text, html: found.html }
}

const presentedHead = (found: ShownMail): Mails['results'][number] => ({
  mailId: String(found.id),
  at: wireTime(found.at),
  from: found.from,
  to: found.to,
  subject: found.subject,
})

const presented = (message: ShownMessage): HandsetMessage => ({
  messageId: String(message.id),
  number: message.number,
  correspondent: message.correspondent,
  direction: message.direction,
  text: message.text,
  encoding: message.encoding,
  flash: message.flash,
  partCount: message.partCount,
  partsMissing: message.partsMissing,
  state: message.state,
  systemId: message.systemId,
  at: wireTime(message.at),
})
