/**
 * Why a log-in by the provider came to nothing; the log-in page has a sentence for each.
 * - `unknown`: no provider is set up for this address or account, or it is switched off
 * - `unreachable`: the provider did not answer as one
 * - `expired`: begun too long ago, in another browser, or finished already
 * - `refused`: the provider did not let the person in
 * - `invalid`: what the provider said does not hold
 * - `email`: the provider does not say that the e-mail address is verified
 * - `domain`: the address is of no domain that the account has proved
 * - `stranger`: the account cannot let this person in by itself; somebody has to invite them
 * - `shut`: the account or the person is suspended or disabled
 */
export type SsoReason =
  | 'unknown'
  | 'unreachable'
  | 'expired'
  | 'refused'
  | 'invalid'
  | 'email'
  | 'domain'
  | 'stranger'
  | 'shut'

export class SsoFault extends Error {
  override readonly name = 'SsoFault'
  readonly reason: SsoReason

  constructor(reason: SsoReason, options?: { cause?: unknown }) {
    super(`log-in by the provider: ${reason}`, options)
    this.reason = reason
  }
}
