/** When to send enquire_link, and when to give the link up: SMPP 3.4 §2.7.1, §7.2. */
export class KeepAlive {
  /** When octets last came from the peer. */
  heardAt: number
  #sequence = 0
  #askedAt = 0
  readonly #intervalMs: number
  readonly #answerTimeoutMs: number

  constructor(now: number, intervalMs: number, answerTimeoutMs: number) {
    this.heardAt = now
    this.#intervalMs = intervalMs
    this.#answerTimeoutMs = answerTimeoutMs
  }

  /** ask: send enquire_link and say so with `asked`. dead: it was not answered in time, and nothing else was heard. */
  look(now: number): 'fine' | 'ask' | 'dead' {
    // Whatever was heard since proves the link alive as well as the answer itself does.
    if (this.#sequence !== 0 && this.heardAt > this.#askedAt) this.#sequence = 0
    if (this.#sequence !== 0) return now - this.#askedAt >= this.#answerTimeoutMs ? 'dead' : 'fine'
    return this.#intervalMs > 0 && now - this.heardAt >= this.#intervalMs ? 'ask' : 'fine'
  }

  asked(sequence: number, now: number): void {
    this.#sequence = sequence
    this.#askedAt = now
  }

  /** false: the answer is to nothing we asked. */
  answered(sequence: number): boolean {
    if (sequence === 0 || sequence !== this.#sequence) return false
    this.#sequence = 0
    return true
  }
}
