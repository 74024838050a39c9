/** What a session has to say: PDUs in the buffer of this tick, and whoever writes it told. */
import type { AnyFields, Layout } from './layout.ts'
import type { SessionCounters } from './session-types.ts'
import { PduWriter } from './writer.ts'

const octetsAtStart = 2048
/** Above this much unsent output the peer is not reading: stop taking its requests, whose answers would pile up. */
const pressureOctets = 1024 * 1024
const noFields: AnyFields = {}

export class Outgoing {
  readonly writer = new PduWriter(octetsAtStart)
  /** Below 0x34 no optional parameters are written. */
  peerVersion: number
  readonly #counters: SessionCounters
  readonly #octetsMax: number
  readonly #written: () => void

  /** @param written called after each PDU: octets wait */
  constructor(
    peerVersion: number,
    octetsMax: number,
    counters: SessionCounters,
    written: () => void,
  ) {
    this.peerVersion = peerVersion
    this.#octetsMax = octetsMax
    this.#counters = counters
    this.#written = written
  }

  /** As much waits as may: a request has to wait, too. */
  get full(): boolean {
    return this.writer.length >= this.#octetsMax
  }

  get pressing(): boolean {
    return this.writer.length > pressureOctets
  }

  request(layout: Layout, sequence: number, fields: AnyFields): void {
    this.#write(layout, 0, sequence, this.peerVersion < 0x34 ? withoutPayload(fields) : fields)
  }

  /** 3.4 §4.4.2: an answer that refuses has no body. */
  answer(layout: Layout, commandStatus: number, sequence: number, fields?: AnyFields): void {
    if (commandStatus !== 0 && fields === undefined) this.header(layout.id, commandStatus, sequence)
    else this.#write(layout, commandStatus, sequence, fields ?? noFields)
  }

  header(commandId: number, commandStatus: number, sequence: number): void {
    this.writer.writeHeader(commandId, commandStatus, sequence)
    this.#counters.pdusOut++
    this.#written()
  }

  #write(layout: Layout, commandStatus: number, sequence: number, fields: AnyFields): void {
    this.writer.write(layout, commandStatus, sequence, fields, this.peerVersion >= 0x34)
    this.#counters.pdusOut++
    this.#written()
  }
}

/** Over 254 octets this makes the writer refuse: a 3.3 peer has no optional parameter to carry them. */
function withoutPayload(fields: AnyFields): AnyFields {
  const payload = fields.tlvs?.message_payload
  return payload === undefined ? fields : { ...fields, short_message: payload }
}
