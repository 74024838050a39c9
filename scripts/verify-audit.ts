import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { faultOf, type Detail, type Entry, type Point } from '../src/audit/chain.ts'

/**
 * Checks exported chains (`GET /audit/1/chain`) without the server: `node scripts/verify-audit.ts <file> …`.
 * Files of one account follow each other in the order given. With `--head <hash>` the chain must pass through that hash,
 * such as one from the program's log. Exit code 0: right; 1: wrong; 2: not such a file.
 */
interface Line extends Omit<Entry, 'commitment' | 'previousHash' | 'hash'> {
  commitment: string
  previousHash: string
  hash: string
  detail: (Omit<Detail, 'salt'> & { salt: string }) | null
}
interface About {
  format: string
  accountId: number
  after: number
  head: { seq: number; hash: string }
}

class NotAChain extends Error {}

const octets = (hex: string): Buffer => Buffer.from(hex, 'hex')

const entryOf = (line: Line): Entry => ({
  ...line,
  commitment: octets(line.commitment),
  previousHash: octets(line.previousHash),
  hash: octets(line.hash),
})
const detailOf = ({ detail }: Line): Detail | null =>
  detail && { ...detail, salt: octets(detail.salt) }

/** Follows one chain over as many files as it is in. */
class Follower {
  #point: Point | null = null
  #about: About | null = null
  checked = 0
  erased = 0
  /** Hashes that the chain must pass through and has not met yet. */
  readonly wanted: Set<string>

  constructor(wanted: readonly string[]) {
    this.wanted = new Set(wanted)
  }

  get end(): Point {
    return this.#point ?? { seq: 0, hash: Buffer.alloc(32) }
  }

  /** The first line of a file. */
  begin(about: About): void {
    if (about.format !== 'trunkline-audit-1') throw new NotAChain('It does not begin as a chain.')
    if (this.#about && this.#about.accountId !== about.accountId)
      throw new NotAChain('It is of another account than the file before.')
    this.#about = about
  }

  /** @returns what is wrong with the line; null when nothing is */
  follow(line: Line): string | null {
    if (!this.#about) throw new NotAChain('It does not begin as a chain.')
    const entry = entryOf(line)
    if (entry.accountId !== this.#about.accountId) return 'OF_ANOTHER_ACCOUNT'
    // A chain that begins in the middle is taken for right where it begins.
    this.#point ??= {
      seq: this.#about.after,
      hash: this.#about.after === 0 ? Buffer.alloc(32) : entry.previousHash,
    }
    const detail = detailOf(line)
    const fault = faultOf(this.#point, entry, detail)
    if (fault !== null) return fault
    this.#point = { seq: entry.seq, hash: entry.hash }
    this.wanted.delete(line.hash)
    this.checked += 1
    if (detail === null) this.erased += 1
    return null
  }

  /** Whether the chain ends before, or elsewhere than, the head that the last file names. */
  get missesHead(): boolean {
    const head = this.#about?.head
    return head !== undefined && this.end.hash.toString('hex') !== head.hash
  }
}

async function read(file: string, follower: Follower): Promise<string | null> {
  let first = true
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = JSON.parse(text) as unknown
    if (first) follower.begin(line as About)
    else {
      const fault = follower.follow(line as Line)
      if (fault !== null) return `entry ${(line as Line).seq} is wrong: ${fault}`
    }
    first = false
  }
  return null
}

/** @returns whether the chain is right */
async function check(files: readonly string[], wanted: readonly string[]): Promise<boolean> {
  if (files.length === 0) throw new NotAChain('Name one file or more: verify-audit.ts <file> …')
  const follower = new Follower(wanted)
  for (const file of files) {
    const fault = await read(file, follower)
    if (fault === null) continue
    console.log(`${file}: ${fault}`)
    return false
  }
  const { seq, hash } = follower.end
  console.log(`${follower.checked} entries are right, ${follower.erased} of them without details.`)
  console.log(`The last is ${seq}, with the hash ${hash.toString('hex')}.`)
  if (follower.missesHead) console.log('That is not the head that the export names: its end is missing.') // prettier-ignore
  for (const one of follower.wanted) console.log(`The chain does not pass through ${one}.`)
  return !follower.missesHead && follower.wanted.size === 0
}

const args = process.argv.slice(2)
const headAt = args.indexOf('--head')
const wanted = headAt < 0 ? [] : args.splice(headAt, 2).slice(1)
try {
  process.exitCode = (await check(args, wanted)) ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
