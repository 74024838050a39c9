import {
  formatAbsoluteTime,
  messageState,
  status,
  type PduView,
  type ResponseFields,
  type UnsuccessfulDelivery,
} from '../protocols/smpp/index.ts'
import type { Treatment } from './behaviour.ts'
import { contentOf, destinationOf, sourceOf, timesOf } from './intake.ts'
import { idInResponse, parseResponseId } from './message-ids.ts'
import type { Link, VirtualOperator } from './operator.ts'
import type { Simulation } from './simulation.ts'
import { receiptWanted, type Address, type Content, type Submission } from './submission.ts'

/** RECEIPT_FIRST: how long the answer keeps behind the receipt, long enough for a receipt on another link to win. */
const RECEIPT_LEAD_MS = 250

/** One request of an ESME and everything it takes to answer it. */
interface Request {
  simulation: Simulation
  operator: VirtualOperator
  link: Link
  view: PduView
  ticket: number
}

/** Answers a request, or leaves it without an answer where the operator is to behave so. */
export function answerRequest(
  simulation: Simulation,
  operator: VirtualOperator,
  link: Link,
  view: PduView,
  ticket: number,
): void {
  const request: Request = { simulation, operator, link, view, ticket }
  if (operator.settings.deaf) {
    operator.ignored.add(link)
    simulation.counters.ignored++
    return
  }
  switch (view.name) {
    case 'submit_sm':
    case 'data_sm':
      return submit(request)
    case 'submit_multi':
      return submitMulti(request)
    case 'query_sm':
      return query(request)
    case 'cancel_sm':
      return cancel(request)
    case 'replace_sm':
      return replace(request)
    default:
      return respond(request, status.ESME_RINVCMDID)
  }
}

function submit(request: Request): void {
  const { simulation, operator, view } = request
  const refusal = admit(request)
  if (refusal !== 0) return refuse(request, refusal)
  const content = contentOf(view, destinationOf(view), simulation.now())
  if (typeof content === 'number') return refuse(request, content)
  const treatment = simulation.treatment(content.destination.address)
  const fate = hindrance(simulation, content, treatment)
  if (fate === 'DROP_LINK') return dropLink(request)
  if (fate !== 0) return refuse(request, fate)
  const submission = simulation.accept(operator, content, treatment)
  const message_id = idInResponse(submission.id, operator.settings.messageIdForm)
  if (treatment.behaviour === 'RECEIPT_FIRST')
    return respondLater(request, RECEIPT_LEAD_MS, { message_id })
  return respond(request, status.ESME_ROK, { message_id })
}

/** All destinations share one message_id; their receipts differ in the source address. Source: SMPP 3.4 §4.5. */
function submitMulti(request: Request): void {
  const { simulation, operator, view } = request
  const unsuccess_sme: UnsuccessfulDelivery[] = []
  let messageId: number | undefined
  for (const destination of view.destinations()) {
    const address: Address =
      'dl_name' in destination
        ? { ton: 0, npi: 0, address: destination.dl_name }
        : {
            ton: destination.dest_addr_ton ?? 0,
            npi: destination.dest_addr_npi ?? 0,
            address: destination.destination_addr,
          }
    // There are no distribution lists here.
    const accepted =
      'dl_name' in destination ? status.ESME_RINVDLNAME : submitOne(request, address, messageId)
    if (accepted === 'DROP_LINK') return dropLink(request)
    if (typeof accepted === 'object') messageId ??= accepted.id
    else {
      simulation.counters.refused++
      unsuccess_sme.push({
        dest_addr_ton: address.ton,
        dest_addr_npi: address.npi,
        destination_addr: address.address,
        error_status_code: accepted,
      })
    }
  }
  if (messageId === undefined)
    return respond(request, unsuccess_sme[0]?.error_status_code ?? status.ESME_RINVNUMDESTS)
  return respond(request, status.ESME_ROK, {
    message_id: idInResponse(messageId, operator.settings.messageIdForm),
    unsuccess_sme,
  })
}

function submitOne(
  request: Request,
  destination: Address,
  messageId: number | undefined,
): Submission | number | 'DROP_LINK' {
  const { simulation, operator, view } = request
  const refusal = admit(request)
  if (refusal !== 0) return refusal
  const content = contentOf(view, destination, simulation.now())
  if (typeof content === 'number') return content
  const treatment = simulation.treatment(content.destination.address)
  const fate = hindrance(simulation, content, treatment)
  if (fate !== 0) return fate
  return simulation.accept(operator, content, treatment, messageId)
}

/** What the operator says whatever the message is. 0: go on. */
function admit({ simulation, operator }: Request): number {
  const { settings } = operator
  simulation.counters.submitted++
  if (settings.refuseAll) return settings.refusalStatus
  if (simulation.isFull) return status.ESME_RMSGQFUL
  if (!operator.withinRate(simulation.now())) return status.ESME_RTHROTTLED
  if (settings.errorRate > 0 && Math.random() < settings.errorRate) return settings.errorStatus
  return status.ESME_ROK
}

/** What the destination's behaviour says before acceptance. 0: go on. */
function hindrance(
  simulation: Simulation,
  content: Content,
  treatment: Treatment,
): number | 'DROP_LINK' {
  if (treatment.behaviour === 'REFUSE') return treatment.commandStatus
  if (treatment.tries === 0) return status.ESME_ROK
  const key = `${content.destination.address} ${content.octets.toString('latin1')}`
  if (!simulation.tries.fails(key, treatment.tries)) return status.ESME_ROK
  return treatment.behaviour === 'DROP_LINK' ? 'DROP_LINK' : treatment.commandStatus
}

function dropLink({ simulation, link }: Request): void {
  simulation.counters.droppedLinks++
  link.close('policy')
}

function refuse(request: Request, commandStatus: number): void {
  const { counters } = request.simulation
  if (commandStatus === status.ESME_RTHROTTLED || commandStatus === status.ESME_RMSGQFUL)
    counters.throttled++
  else counters.refused++
  respond(request, commandStatus)
}

function query(request: Request): void {
  const found = findMessage(request)
  if (!found) return respond(request, status.ESME_RQUERYFAIL)
  return respond(request, status.ESME_ROK, {
    message_id: request.view.text('message_id'),
    final_date: found.settled ? formatAbsoluteTime(found.dueAt) : '',
    message_state: found.settled ? messageState[found.state] : messageState.ENROUTE,
    error_code: found.settled ? Math.min(255, found.error) : 0,
  })
}

/** By id, or, with an empty id, all of a source and destination. Source: SMPP 3.4 §4.9. */
function cancel(request: Request): void {
  const { simulation, operator, view } = request
  const byId = view.text('message_id') !== ''
  const found = byId
    ? [findMessage(request)]
    : unsettledBetween(simulation, operator, sourceOf(view), destinationOf(view))
  const open = found.filter(
    (submission) => submission !== undefined && !submission.settled,
  ) as Submission[]
  if (open.length === 0) return respond(request, status.ESME_RCANCELFAIL)
  for (const submission of open) {
    submission.state = 'DELETED'
    submission.error = 0
    submission.dueAt = simulation.now()
    submission.owed = receiptWanted(submission.registeredDelivery, 'DELETED') ? 1 : 0
    simulation.change(submission)
  }
  return respond(request, status.ESME_ROK)
}

function unsettledBetween(
  simulation: Simulation,
  operator: VirtualOperator,
  source: Address,
  destination: Address,
): Submission[] {
  return [...simulation.unsettled(operator.systemId)].filter(
    (submission) =>
      submission.source.address === source.address &&
      submission.destination.address === destination.address.replace('+', ''),
  )
}

/** Source: SMPP 3.4 §4.10. Only the message itself can be replaced, not its treatment. */
function replace(request: Request): void {
  const { simulation, view } = request
  const found = findMessage(request)
  if (!found || found.settled) return respond(request, status.ESME_RREPLACEFAIL)
  const times = timesOf(view, simulation.now())
  if (typeof times === 'number') return respond(request, times)
  const octets = view.tlv('message_payload') ?? view.octets('short_message')
  found.octets = Buffer.from(octets)
  found.registeredDelivery = view.number('registered_delivery')
  if (times.notBefore !== null) found.dueAt = Math.max(found.dueAt, times.notBefore)
  if (times.validUntil !== null) found.validUntil = times.validUntil
  if (found.validUntil !== null && found.validUntil < found.dueAt) {
    found.state = 'EXPIRED'
    found.dueAt = Math.max(simulation.now(), found.validUntil)
  }
  found.owed = receiptWanted(found.registeredDelivery, found.state) ? Math.max(1, found.owed) : 0
  simulation.change(found)
  return respond(request, status.ESME_ROK)
}

/** The message an ESME names, if it is its own and of the source it says. */
function findMessage({ simulation, operator, view }: Request): Submission | undefined {
  const found = simulation.find(
    parseResponseId(view.text('message_id'), operator.settings.messageIdForm),
  )
  if (!found || found.systemId !== operator.systemId) return undefined
  const source = view.text('source_addr')
  return source === '' || source === found.source.address ? found : undefined
}

/** Answers once what it says is on disk, after the operator's own delay. */
function respond(request: Request, commandStatus: number, fields?: ResponseFields): void {
  const { simulation, operator, link, ticket } = request
  const answer = withCongestion(request, fields)
  const wait = operator.settings.responseAfterMs
  if (wait > 0) return respondLater(request, wait, fields, commandStatus)
  simulation.promise(() => {
    link.respond(ticket, commandStatus, answer)
  })
}

/** The record is on disk by then: the turn that writes it comes before any timer. */
function respondLater(
  request: Request,
  wait: number,
  fields?: ResponseFields,
  commandStatus: number = status.ESME_ROK,
): void {
  const { simulation, link, ticket } = request
  const answer = withCongestion(request, fields)
  simulation.answers.add(simulation.now() + wait, () =>
    simulation.promise(() => link.respond(ticket, commandStatus, answer)),
  )
}

/** Source: SMPP 5.0 §4.8.4.18. SMPP 3.3 knows no TLVs. */
function withCongestion(
  { operator, link }: Request,
  fields: ResponseFields | undefined,
): ResponseFields | undefined {
  const { congestionState } = operator.settings
  if (congestionState === null || link.peerVersion < 0x34) return fields
  return { ...fields, tlvs: { congestion_state: congestionState } }
}
