import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

/** A name server that knows some TXT records, and of other names that they do not exist (RFC 1035 §4). */
export interface NameServer {
  address: string
  texts: Map<string, string>
  close(): void
}

const TXT = 16
const IN = 1
const NAME_ERROR = 3

export async function startNameServer(): Promise<NameServer> {
  const texts = new Map<string, string>()
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const { name, end } = readName(question)
    const text = texts.get(name.toLowerCase())
    const header = Buffer.alloc(12)
    question.copy(header, 0, 0, 2)
    // An answer, to a question that wanted recursion, which there is.
    header.writeUInt16BE(0x8180 | (text === undefined ? NAME_ERROR : 0), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(text === undefined ? 0 : 1, 6)
    const asked = question.subarray(12, end + 4)
    socket.send(
      Buffer.concat([header, asked, ...(text === undefined ? [] : [answerOf(text)])]),
      from.port,
      from.address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, texts, close: () => socket.close() }
}

function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = question[at]!; length !== 0; length = question[at]!) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}

function answerOf(text: string): Buffer {
  const record = Buffer.alloc(12)
  // The name is that of the question, at octet 12.
  record.writeUInt16BE(0xc00c, 0)
  record.writeUInt16BE(TXT, 2)
  record.writeUInt16BE(IN, 4)
  record.writeUInt32BE(1, 6)
  record.writeUInt16BE(text.length + 1, 10)
  return Buffer.concat([record, Buffer.of(text.length), Buffer.from(text, 'latin1')])
}
