import { statusName } from './status.ts'

/** Bytes or values that break the standard. `status` is the command_status a peer should get for it. */
export class SmppCodecError extends Error {
  override readonly name = 'SmppCodecError'
  readonly status: number
  readonly field: string | undefined

  constructor(status: number, message: string, field?: string) {
    super(`${message} (${statusName(status)})`)
    this.status = status
    this.field = field
  }
}
