import { join } from 'node:path'
import type { Log } from '../core/log.ts'
import { Tries, treatmentOf, type Treatment } from './behaviour.ts'
import { EventStream } from './event-stream.ts'
import { Handsets } from './handsets.ts'
import { Journal } from './journal.ts'
import { Mailbox } from './mailbox.ts'
import { MessageIds } from './message-ids.ts'
import { VirtualOperator, type DeliveryOutcome } from './operator.ts'
import type { Delivery } from './deliveries.ts'
import { Recent } from './recent.ts'
import {
  inboundOf,
  inboundRecord,
  submissionOf,
  submissionRecord,
  type JournalRecord,
} from './records.ts'
import { Settings } from './settings.ts'
import { accept, type Content, type Inbound, type Submission } from './submission.ts'
import { Timeline } from './timeline.ts'
import { answerTo } from './writing.ts'
import type { Health } from './wire.ts'

export const simulationLimits = {
  /** Messages with a fate, receipt or MO still to come; above, submits are answered ESME_RMSGQFUL. */
  waitingMax: 200_000,
  /** Finished messages query_sm still knows. */
  finishedMax: 50_000,
  operatorsMax: 1_000,
  /** Senders whose ESME is remembered, to address MO. */
  sendersMax: 10_000,
}

/** What is counted, since the start or the last reset. */
const noneYet = (): Health['counters'] => ({
  submitted: 0,
  accepted: 0,
  refused: 0,
  throttled: 0,
  ignored: 0,
  droppedLinks: 0,
  delivered: 0,
  failed: 0,
  receiptsAcknowledged: 0,
  receiptsAbandoned: 0,
  inboundAcknowledged: 0,
  inboundAbandoned: 0,
  bindsAccepted: 0,
  bindsRefused: 0,
})

const NO_OCTETS = Buffer.alloc(0)
const EXCERPT_LENGTH = 20
const INCOMPLETE_CHECK_MS = 30_000

/**
 * The virtual operators and handsets without their sockets: accepts messages, lets them meet their fate in time,
 * owes receipts and MO until they are acknowledged, and remembers all of that on disk.
 *
 * Work is done once per turn of the event loop (`#turn`): write the journal, then say what was promised on it.
 */
export class Simulation {
  readonly settings: Settings
  readonly handsets: Handsets
  /** Fates, receipts and retries to come; a reset clears it. */
  readonly timeline: Timeline
  /** Delayed answers to requests; a reset leaves them, or their links would wait for ever. */
  readonly answers: Timeline
  readonly events: EventStream
  readonly mailbox: Mailbox
  readonly tries = new Tries()
  readonly operators = new Map<string, VirtualOperator>()
  readonly counters = noneYet()
  readonly now: () => number
  readonly #log: Log
  readonly #ids: MessageIds
  readonly #journal: Journal
  readonly #submissions = new Map<number, Submission>()
  readonly #inbound = new Map<number, Inbound>()
  readonly #finished = new Recent<number, Submission>(simulationLimits.finishedMax)
  readonly #esmeOfSender = new Recent<string, string>(simulationLimits.sendersMax)
  readonly #incompleteTimer: NodeJS.Timeout
  #lastBound = ''
  #generation = 0
  #turnAsked = false
  #replaying = true
  #promises: (() => void)[] = []
  #due: Submission[] = []
  #done: number[] = []
  #ready = new Set<VirtualOperator>()

  constructor(options: { folder: string; now: () => number; log: Log }) {
    this.now = options.now
    this.#log = options.log
    this.settings = new Settings(options.folder)
    this.#ids = new MessageIds(options.folder)
    this.timeline = new Timeline(options.now)
    this.answers = new Timeline(options.now)
    this.events = new EventStream(options.now)
    this.mailbox = new Mailbox({
      folder: options.folder,
      now: options.now,
      nextId: () => this.#ids.next(),
    })
    this.handsets = new Handsets((message) => {
      if (!this.#replaying) this.events.message(message.id)
    })
    this.#journal = new Journal(join(options.folder, 'journal'), (segment) => this.#carry(segment))
    this.#replay()
    this.#incompleteTimer = setInterval(
      () => this.handsets.showIncomplete(this.now()),
      INCOMPLETE_CHECK_MS,
    )
    this.#incompleteTimer.unref()
  }

  get waiting(): number {
    return this.#submissions.size + this.#inbound.size
  }
  get journalOctets(): number {
    return this.#journal.octets
  }
  get isFull(): boolean {
    return this.waiting >= simulationLimits.waitingMax
  }

  /** The operator of a system_id, made when there is none. */
  operator(systemId: string): VirtualOperator {
    let operator = this.operators.get(systemId)
    if (!operator) {
      operator = new VirtualOperator(systemId, this.settings.operator(systemId), this.#outcome)
      this.operators.set(systemId, operator)
      if (this.operators.size > simulationLimits.operatorsMax) this.#dropIdleOperator()
    }
    return operator
  }

  bound(operator: VirtualOperator): void {
    this.operators.set(operator.systemId, operator)
    this.#lastBound = operator.systemId
    this.send(operator)
  }

  treatment(destination: string): Treatment {
    return treatmentOf(destination, this.settings.rules, this.settings.defaults)
  }

  /**
   * Takes a message. Nothing may be said about it before the journal is written: see `promise`.
   * @param messageId of the first destination of a submit_multi, for the others
   */
  accept(
    operator: VirtualOperator,
    content: Content,
    treatment: Treatment,
    messageId?: number,
  ): Submission {
    const id = this.#ids.next()
    const submission = accept(content, treatment, {
      id,
      messageId: messageId ?? id,
      systemId: operator.systemId,
      now: this.now(),
      responseAfterMs:
        treatment.behaviour === 'RECEIPT_FIRST' ? 0 : operator.settings.responseAfterMs,
    })
    this.counters.accepted++
    this.#rememberSender(content.source.address, operator.systemId)
    this.#submissions.set(id, submission)
    this.#record(submission)
    this.#schedule(submission)
    return submission
  }

  /** Says something once everything recorded so far is on disk. */
  promise(say: () => void): void {
    this.#promises.push(say)
    this.#askTurn()
  }

  find(messageId: number): Submission | undefined {
    return this.#submissions.get(messageId) ?? this.#finished.get(messageId)
  }

  /** Messages of one ESME that have not met their fate. */
  *unsettled(systemId: string): Generator<Submission> {
    for (const submission of this.#submissions.values())
      if (submission.systemId === systemId && !submission.settled) yield submission
  }

  /** Records a change of a message that has not met its fate; a new `dueAt` takes effect. */
  change(submission: Submission): void {
    this.#journal.release(submission.segment)
    this.#record(submission)
    this.#schedule(submission)
  }

  nextId(): number {
    return this.#ids.next()
  }

  /** Sends parts a handset has written, once they are on disk. */
  write(parts: readonly Inbound[]): void {
    for (const part of parts) {
      this.#inbound.set(part.id, part)
      part.segment = this.#journal.append(inboundRecord(part))
      this.#journal.hold(part.segment)
      this.handsets.wrote(part)
      this.promise(() =>
        this.#offer(part.systemId, {
          submission: null,
          inbound: part,
          attempts: 0,
          generation: this.#generation,
        }),
      )
    }
  }

  /** The ESME that gets what is written to an address. */
  esmeFor(address: string): string {
    return this.#esmeOfSender.get(address) ?? (this.#lastBound || this.settings.systemIdPrefix)
  }

  /** Room in a link, or a new link: what waits is sent at the end of this turn. */
  send(operator: VirtualOperator): void {
    this.#ready.add(operator)
    this.#askTurn()
  }

  /** Applies settings to the operators that are there. */
  settingsChanged(): void {
    for (const operator of this.operators.values())
      operator.set(this.settings.operator(operator.systemId))
  }

  unknown(delivery: Delivery): void {
    if (delivery.generation !== this.#generation) return
    this.#offer((delivery.submission ?? delivery.inbound!).systemId, delivery)
  }

  /** Wipes messages, receipts, MO and, unless they are to be kept, settings. Ids go on: they are never used twice. */
  reset(keepSettings: boolean): { messages: number; waiting: number } {
    const wiped = { messages: this.handsets.messageCount, waiting: this.waiting }
    this.#runPromises()
    this.#generation++
    this.#submissions.clear()
    this.#inbound.clear()
    this.#finished.clear()
    this.#esmeOfSender.clear()
    this.#due = []
    this.#done = []
    this.tries.clear()
    Object.assign(this.counters, noneYet())
    this.timeline.clear()
    this.handsets.clear()
    for (const operator of this.operators.values()) operator.waiting.clear()
    this.#journal.wipe()
    this.mailbox.clear()
    if (!keepSettings) {
      this.settings.reset()
      this.settingsChanged()
    }
    this.events.reset()
    return wiped
  }

  close(): void {
    clearInterval(this.#incompleteTimer)
    this.#turn()
    this.timeline.clear()
    this.answers.clear()
    this.events.close()
    this.mailbox.close()
    this.#journal.close()
  }

  readonly #outcome: DeliveryOutcome = {
    acknowledged: (delivery) => {
      if (delivery.generation !== this.#generation) return
      this.counters[delivery.inbound ? 'inboundAcknowledged' : 'receiptsAcknowledged']++
      this.#delivered(delivery)
    },
    abandoned: (delivery) => {
      if (delivery.generation !== this.#generation) return
      this.counters[delivery.inbound ? 'inboundAbandoned' : 'receiptsAbandoned']++
      this.#delivered(delivery)
    },
    retry: (delivery, afterMs) => {
      this.timeline.add(this.now() + afterMs, () => this.unknown(delivery))
    },
  }

  #askTurn(): void {
    if (this.#turnAsked) return
    this.#turnAsked = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#turnAsked = false
    this.#runPromises()
    const due = this.#due
    this.#due = []
    for (const submission of due) this.#settle(submission)
    const ready = this.#ready
    this.#ready = new Set()
    for (const operator of ready) operator.pump()
  }

  #runPromises(): void {
    if (this.#done.length > 0) {
      this.#journal.append({ k: 'd', ids: this.#done })
      this.#done = []
    }
    this.#journal.flush()
    const promises = this.#promises
    this.#promises = []
    for (const say of promises) say()
  }

  #record(submission: Submission): void {
    submission.segment = this.#journal.append(submissionRecord(submission))
    this.#journal.hold(submission.segment)
    this.#askTurn()
  }

  #schedule(submission: Submission): void {
    const { dueAt } = submission
    if (dueAt <= this.now()) {
      this.#due.push(submission)
      this.#askTurn()
      return
    }
    this.timeline.add(dueAt, () => {
      if (submission.dueAt === dueAt) this.#settle(submission)
    })
  }

  /** The message meets its fate. */
  #settle(submission: Submission): void {
    if (submission.settled || !this.#submissions.has(submission.id)) return
    submission.settled = true
    const { text, opens } = this.handsets.receive(
      submission,
      this.operator(submission.systemId).settings.defaultAlphabet,
    )
    // Receipts are plain ASCII, whatever the message was.
    submission.excerpt = text.slice(0, EXCERPT_LENGTH).replaceAll(/[^ -~]/g, '?')
    this.counters[submission.state === 'DELIVERED' ? 'delivered' : 'failed']++
    if (!submission.answer || submission.state !== 'DELIVERED' || !opens) submission.answered = true
    else if (!submission.answered)
      this.timeline.add(submission.dueAt + submission.answer.afterMs, () =>
        this.#answer(submission, text),
      )
    if (submission.owed > 0) this.#oweReceipts(submission)
    this.#finishIfDone(submission)
  }

  #oweReceipts(submission: Submission): void {
    const at = submission.dueAt + submission.receiptAfterMs
    const generation = this.#generation
    const owe = () => {
      if (generation !== this.#generation) return
      for (let copy = 0; copy < submission.owed; copy++)
        this.#offer(submission.systemId, { submission, inbound: null, attempts: 0, generation })
    }
    if (at <= this.now()) owe()
    else this.timeline.add(at, owe)
  }

  #answer(submission: Submission, text: string): void {
    submission.answered = true
    this.write(answerTo(submission, text, { now: this.now(), nextId: () => this.nextId() }))
    this.#finishIfDone(submission)
  }

  #offer(systemId: string, delivery: Delivery): void {
    const operator = this.operator(systemId)
    operator.waiting.add(delivery)
    this.send(operator)
  }

  #delivered({ submission, inbound }: Delivery): void {
    if (submission) {
      submission.owed--
      return this.#finishIfDone(submission)
    }
    this.#inbound.delete(inbound!.id)
    this.#journal.release(inbound!.segment)
    this.#done.push(inbound!.id)
    this.#askTurn()
  }

  #finishIfDone(submission: Submission): void {
    if (!submission.settled || submission.owed > 0 || !submission.answered) return
    this.#submissions.delete(submission.id)
    this.#journal.release(submission.segment)
    this.#done.push(submission.id)
    this.#askTurn()
    this.#remember(submission)
  }

  #remember(submission: Submission): void {
    submission.octets = NO_OCTETS
    submission.segment = -1
    this.#finished.set(submission.id, submission)
  }

  #rememberSender(address: string, systemId: string): void {
    if (address === '' || this.#esmeOfSender.get(address) === systemId) return
    this.#esmeOfSender.set(address, systemId)
  }

  #dropIdleOperator(): void {
    for (const operator of this.operators.values())
      if (operator.links.length === 0 && operator.waiting.length === 0) {
        this.operators.delete(operator.systemId)
        return
      }
  }

  /** Writes again what is unfinished in a segment that is to go. */
  #carry(segment: number): void {
    for (const submission of this.#submissions.values())
      if (submission.segment === segment) this.#record(submission)
    for (const inbound of this.#inbound.values()) {
      if (inbound.segment !== segment) continue
      inbound.segment = this.#journal.append(inboundRecord(inbound))
      this.#journal.hold(inbound.segment)
    }
  }

  /** Rebuilds everything from the journal; what fell due while the process was away happens now, at its own time. */
  #replay(): void {
    const seen = new Map<number, Submission | Inbound>()
    const finished = new Set<number>()
    const answered = new Set<number>()
    const unreadable = this.#journal.open((read, segment) => {
      const record = read as JournalRecord
      if (record.k === 's') seen.set(record.id, submissionOf(record, segment))
      else if (record.k === 'm') {
        seen.set(record.id, inboundOf(record, segment))
        if (record.re) answered.add(record.re)
      } else if (record.k === 'd') for (const id of record.ids) finished.add(id)
    })
    const all = [...seen.values()].toSorted((a, b) => timeOf(a) - timeOf(b))
    for (const item of all) {
      const isFinished = finished.has(item.id)
      if ('to' in item) this.#restoreInbound(item, isFinished)
      else this.#restoreSubmission(item, isFinished, answered.has(item.id))
    }
    this.#replaying = false
    if (unreadable > 0) this.#log.warn({ unreadable }, 'lines of the journal could not be read')
    this.#log.info(
      { waiting: this.waiting, messages: this.handsets.messageCount },
      'the journal is read',
    )
  }

  #restoreInbound(inbound: Inbound, isFinished: boolean): void {
    this.handsets.wrote(inbound)
    if (isFinished) return
    this.#inbound.set(inbound.id, inbound)
    this.#journal.hold(inbound.segment)
    this.#offer(inbound.systemId, {
      submission: null,
      inbound,
      attempts: 0,
      generation: this.#generation,
    })
  }

  #restoreSubmission(submission: Submission, isFinished: boolean, answered: boolean): void {
    this.#rememberSender(submission.source.address, submission.systemId)
    submission.answered ||= answered
    if (isFinished) {
      this.handsets.receive(submission, this.settings.operator(submission.systemId).defaultAlphabet)
      submission.settled = true
      submission.owed = 0
      return this.#remember(submission)
    }
    this.#submissions.set(submission.id, submission)
    this.#journal.hold(submission.segment)
    if (submission.dueAt <= this.now()) this.#settle(submission)
    else this.#schedule(submission)
  }
}

const timeOf = (item: Submission | Inbound): number => ('to' in item ? item.at : item.dueAt)
