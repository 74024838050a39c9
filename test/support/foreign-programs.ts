import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Programs of others that tests use where they are installed; nothing is downloaded for them. */

const FOLDERS = [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/usr/sbin']

/** Where a program is; null: it is not on this machine. */
export function programPath(name: string): string | null {
  for (const folder of FOLDERS) {
    const file = path.join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // The next folder may have it.
    }
  }
  return null
}

const PORT = 2775
/** text2pcap numbers its packets in memory; a capture is made of files of this many. */
const PDUS_PER_FILE = 50_000

/** What Wireshark's dissector calls malformed in these PDUs, each in a segment of its own; '' when nothing is. */
export function malformedPdus(pdus: readonly Buffer[]): string {
  const [tshark, text2pcap] = [programPath('tshark'), programPath('text2pcap')]
  if (tshark === null || text2pcap === null) throw new Error('tshark is not on this machine')
  const folder = mkdtempSync(path.join(tmpdir(), 'smpp-capture-'))
  const [text, capture] = [path.join(folder, 'pdus.txt'), path.join(folder, 'pdus.pcap')]
  let found = ''
  try {
    for (let from = 0; from < pdus.length; from += PDUS_PER_FILE) {
      const some = pdus.slice(from, from + PDUS_PER_FILE)
      const dump = some.map((one) => `0000 ${one.toString('hex').replace(/../g, '$& ')}`)
      writeFileSync(text, `${dump.join('\n\n')}\n`)
      execFileSync(text2pcap, ['-q', '-T', `40000,${PORT}`, text, capture], { stdio: 'ignore' })
      const read = ['-n', '-r', capture, '-d', `tcp.port==${PORT},smpp`, '-Y', '_ws.malformed']
      found += execFileSync(tshark, read, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return found
}
