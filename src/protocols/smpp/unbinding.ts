/** The end of a session in good order, from either side: SMPP 3.4 §4.2. */
import { layouts } from './layout.ts'
import type { Outgoing } from './outgoing.ts'
import { command } from './pdus.ts'
import type { CloseReason } from './session-types.ts'
import { status } from './status.ts'

/** How long a peer that unbound may still answer what we had asked, and we what it had. */
const peerGraceMs = 2_000

/** What of a session matters to its end. */
export interface Leaver {
  readonly outgoing: Outgoing
  readonly bound: boolean
  /** Our requests that wait for an answer. */
  readonly inFlight: number
  /** The peer's requests that wait for ours. */
  readonly unanswered: number
  nextSequence(): number
  /** No requests are sent or taken from here on. */
  becomeUnbound(): void
  close(reason: CloseReason): void
}

export class Unbinding {
  /** We want to go: no new requests. */
  leaving = false
  #by = Infinity
  #sequence = 0
  #peer: { readonly sequence: number; answered: boolean } | undefined
  readonly #leaver: Leaver
  readonly #answerTimeoutMs: number

  constructor(leaver: Leaver, answerTimeoutMs: number) {
    this.#leaver = leaver
    this.#answerTimeoutMs = answerTimeoutMs
  }

  /** Why a session ends whose connection is gone: undefined when nobody had asked for it. */
  get reason(): CloseReason | undefined {
    if (this.#peer !== undefined) return 'unbound_by_peer'
    return this.#sequence === 0 ? undefined : 'unbound_by_us'
  }

  /** We go as soon as all is answered, at the latest after one answer timeout. */
  start(now: number): void {
    this.leaving = true
    this.#by = now + this.#answerTimeoutMs
    this.look(now)
  }

  /** The peer goes. false: it was not bound. */
  peerAsks(sequence: number, now: number): boolean {
    if (!this.#leaver.bound && this.#sequence === 0) {
      this.#leaver.outgoing.answer(layouts.unbind_resp, status.ESME_RINVBNDSTS, sequence)
      return false
    }
    this.#peer = { sequence, answered: false }
    this.#by = now + peerGraceMs
    this.#leaver.becomeUnbound()
    return true
  }

  /** Is this the answer to our unbind? */
  answered(sequence: number): boolean {
    return sequence !== 0 && sequence === this.#sequence
  }

  /** Goes on if it can: call it when answers came or went, and every tick. */
  look(now: number): void {
    const late = now >= this.#by
    if (this.#peer !== undefined) this.#followPeer(this.#peer, late)
    else if (!this.leaving) return
    else if (this.#sequence === 0) this.#unbindOnceAnswered(now, late)
    else if (late) this.#leaver.close('unbind_timeout')
  }

  #unbindOnceAnswered(now: number, late: boolean): void {
    if (!this.#leaver.bound || (this.#leaver.inFlight > 0 && !late)) return
    this.#sequence = this.#leaver.nextSequence()
    this.#by = now + this.#answerTimeoutMs
    this.#leaver.outgoing.header(command.unbind, 0, this.#sequence)
    this.#leaver.becomeUnbound()
  }

  /** unbind_resp goes out when what the peer asked before is answered; we close when it has answered us, too. */
  #followPeer(peer: { readonly sequence: number; answered: boolean }, late: boolean): void {
    if (!peer.answered && (late || this.#leaver.unanswered === 0)) {
      peer.answered = true
      this.#leaver.outgoing.answer(layouts.unbind_resp, status.ESME_ROK, peer.sequence)
    }
    if (late || (peer.answered && this.#leaver.inFlight === 0))
      this.#leaver.close('unbound_by_peer')
  }
}
