import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** Stands between a system and a server, passes everything on, and keeps each PDU as it went by. */
export interface WireTap {
  port: number
  /** PDUs of both directions, whole. */
  readonly pdus: Buffer[]
  close(): Promise<void>
}

export async function tapWire(to: number): Promise<WireTap> {
  const pdus: Buffer[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: to })
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      let rest: Buffer = Buffer.alloc(0)
      from.on('data', (chunk) => {
        into.write(chunk)
        rest = Buffer.concat([rest, chunk])
        while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
          const octets = rest.readUInt32BE(0)
          pdus.push(Buffer.from(rest.subarray(0, octets)))
          rest = rest.subarray(octets)
        }
      })
      from.on('error', () => undefined)
      from.on('close', () => into.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    pdus,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
