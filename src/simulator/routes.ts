import { Rejection, type App, type Operation } from '../core/http/index.ts'
import { SimulatorRefusal, SimulatorUnreachable, type SimulatorClient } from './client.ts'
import {
  Behaviour,
  BehaviourUpdate,
  Handsets,
  HandsetsQuery,
  Health,
  InboundRequest,
  InboundResponse,
  MailPath,
  Mail,
  Mails,
  MailsCleared,
  MailsQuery,
  Messages,
  MessagesQuery,
  Operators,
  OperatorUpdate,
  ResetRequest,
  ResetResponse,
} from './wire.ts'

const shared = {
  product: 'simulator',
  envelope: 2,
  access: ['simulator:manage'],
  rootAccountOnly: true,
} as const satisfies Partial<Operation>

/** Passes the public calls to the simulator's control socket one to one; its checks are the same schemas. */
export function simulatorRoutes(app: App, client: SimulatorClient): void {
  app.operation(
    {
      ...shared,
      id: 'get-simulator-health',
      method: 'GET',
      path: '/simulator/1/health',
      summary: 'State and counters of the simulator',
      answers: { 200: Health },
    },
    () => asked(client.health()),
  )
  behaviourRoutes(app, client)
  handsetRoutes(app, client)
  mailboxRoutes(app, client)
  app.operation(
    {
      ...shared,
      id: 'reset-simulator',
      method: 'POST',
      path: '/simulator/1/reset',
      summary: 'Wipe messages, receipts and settings of the simulator',
      body: ResetRequest,
      bodyOptional: true,
      answers: { 200: ResetResponse },
    },
    ({ body }) => asked(client.reset(body ?? {})),
  )
}

function behaviourRoutes(app: App, client: SimulatorClient): void {
  app.operation(
    {
      ...shared,
      id: 'get-simulator-behaviour',
      method: 'GET',
      path: '/simulator/1/behaviour',
      summary: 'What becomes of messages',
      answers: { 200: Behaviour },
    },
    () => asked(client.behaviour()),
  )
  app.operation(
    {
      ...shared,
      id: 'set-simulator-behaviour',
      method: 'PUT',
      path: '/simulator/1/behaviour',
      summary: 'Replace what becomes of messages',
      body: BehaviourUpdate,
      answers: { 200: Behaviour },
    },
    ({ body }) => asked(client.setBehaviour(body)),
  )
  app.operation(
    {
      ...shared,
      id: 'get-simulator-operators',
      method: 'GET',
      path: '/simulator/1/operator',
      summary: 'Settings and links of the virtual operators',
      answers: { 200: Operators },
    },
    () => asked(client.operators()),
  )
  app.operation(
    {
      ...shared,
      id: 'set-simulator-operator',
      method: 'POST',
      path: '/simulator/1/operator',
      summary: 'Change a virtual operator, or drop its links',
      body: OperatorUpdate,
      answers: { 200: Operators },
    },
    ({ body }) => asked(client.setOperator(body)),
  )
}

function handsetRoutes(app: App, client: SimulatorClient): void {
  app.operation(
    {
      ...shared,
      id: 'send-simulator-inbound',
      audit: 'none',
      method: 'POST',
      path: '/simulator/1/inbound',
      summary: 'Let a virtual handset write',
      body: InboundRequest,
      answers: { 200: InboundResponse },
    },
    ({ body }) => asked(client.inbound(body)),
  )
  app.operation(
    {
      ...shared,
      id: 'get-simulator-handsets',
      method: 'GET',
      path: '/simulator/1/handsets',
      summary: 'Virtual handsets with their last message',
      query: HandsetsQuery,
      answers: { 200: Handsets },
    },
    ({ query }) => asked(client.handsets(query)),
  )
  app.operation(
    {
      ...shared,
      id: 'get-simulator-messages',
      method: 'GET',
      path: '/simulator/1/messages',
      summary: 'Messages of virtual handsets, newest first',
      query: MessagesQuery,
      answers: { 200: Messages },
    },
    ({ query }) => asked(client.messages(query)),
  )
}

function mailboxRoutes(app: App, client: SimulatorClient): void {
  app.operation(
    {
      ...shared,
      id: 'get-simulator-mails',
      method: 'GET',
      path: '/simulator/1/mails',
      summary: 'Mails in the mailbox, newest first',
      description: 'Without a relay, all mails of the installation come here.',
      query: MailsQuery,
      answers: { 200: Mails },
    },
    ({ query }) => asked(client.mails(query)),
  )
  app.operation(
    {
      ...shared,
      id: 'get-simulator-mail',
      method: 'GET',
      path: '/simulator/1/mails/:mailId',
      summary: 'One mail of the mailbox',
      params: MailPath,
      answers: { 200: Mail },
    },
    ({ params }) =>
      asked(client.mail(params.mailId)).catch((refusal: unknown) => {
        throw refusal instanceof Rejection && refusal.kind.status === 400
          ? new Rejection('NOT_FOUND', { cause: refusal })
          : refusal
      }),
  )
  app.operation(
    {
      ...shared,
      id: 'clear-simulator-mails',
      method: 'DELETE',
      path: '/simulator/1/mails',
      summary: 'Empty the mailbox',
      answers: { 200: MailsCleared },
    },
    () => asked(client.clearMails()),
  )
}

/** The simulator's answer, or its refusal in the words of this API. */
async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof SimulatorRefusal && error.status < 500)
      throw new Rejection('BAD_REQUEST', {
        text: error.message,
        violations: error.violations,
        cause: error,
      })
    if (error instanceof SimulatorUnreachable)
      throw new Rejection('UNAVAILABLE', {
        text: 'The simulator is not running.',
        retryAfterSeconds: 5,
        cause: error,
      })
    throw error
  }
}
