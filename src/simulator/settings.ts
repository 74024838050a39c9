import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { endings, firstDefaults } from './behaviour.ts'
import type {
  Behaviour,
  BehaviourDefaults,
  BehaviourRule,
  BehaviourUpdate,
  OperatorSettings,
  OperatorUpdate,
} from './wire.ts'

export const firstOperatorSettings: OperatorSettings = {
  refuseBinds: false,
  refuseAll: false,
  refusalStatus: 0x45, // ESME_RSUBMITFAIL
  deaf: false,
  messagesPerSecond: 0,
  errorRate: 0,
  errorStatus: 0x08, // ESME_RSYSERR
  responseAfterMs: 0,
  windowSize: 500,
  congestionState: null,
  receiptShape: 'standard',
  receiptPdu: 'deliver_sm',
  messageIdForm: 'DECIMAL',
  defaultAlphabet: 'gsm7',
}

/** Operators with settings of their own, at most. */
export const ownSettingsMax = 100

interface Stored {
  defaults: Partial<BehaviourDefaults>
  rules: BehaviourRule[]
  systemIdPrefix: string
  password: string
  /** By system_id; `*` for all. */
  operators: Record<string, Partial<OperatorSettings>>
}

const first = (): Stored => ({
  defaults: {},
  rules: [],
  systemIdPrefix: 'trunkline',
  password: 'simulator',
  operators: {},
})

/** What the control interface has set: kept in one small file, written whole at each change, so that it survives a restart. */
export class Settings {
  readonly #file: string
  #stored: Stored
  #defaults: BehaviourDefaults

  constructor(folder: string) {
    this.#file = join(folder, 'settings.json')
    this.#stored = { ...first(), ...read(this.#file) }
    this.#defaults = { ...firstDefaults, ...this.#stored.defaults }
  }

  get defaults(): BehaviourDefaults {
    return this.#defaults
  }
  get rules(): readonly BehaviourRule[] {
    return this.#stored.rules
  }
  get systemIdPrefix(): string {
    return this.#stored.systemIdPrefix
  }
  /** The system ids with settings of their own, without `*`. */
  get ownSettings(): string[] {
    return Object.keys(this.#stored.operators).filter((systemId) => systemId !== '*')
  }

  accepts(systemId: string, password: string): boolean {
    return systemId.startsWith(this.#stored.systemIdPrefix) && password === this.#stored.password
  }

  behaviour(): Behaviour {
    return {
      defaults: this.#defaults,
      rules: this.#stored.rules,
      endings: endings.map((row) => ({ ...row })),
    }
  }

  setBehaviour(update: BehaviourUpdate): void {
    this.#stored.defaults = update.defaults ?? {}
    this.#stored.rules = update.rules ?? []
    this.#defaults = { ...firstDefaults, ...this.#stored.defaults }
    this.#write()
  }

  operator(systemId: string): OperatorSettings {
    const { operators } = this.#stored
    const own = systemId !== '*' && Object.hasOwn(operators, systemId) ? operators[systemId] : {}
    return { ...firstOperatorSettings, ...operators['*'], ...own }
  }

  /** Whether one more system id may have settings of its own. */
  hasRoomFor(systemId: string): boolean {
    return (
      systemId === '*' ||
      Object.hasOwn(this.#stored.operators, systemId) ||
      this.ownSettings.length < ownSettingsMax
    )
  }

  setOperator(update: OperatorUpdate): void {
    const systemId = update.systemId ?? '*'
    if (update.settings) {
      const before = Object.hasOwn(this.#stored.operators, systemId)
        ? this.#stored.operators[systemId]
        : {}
      // Not by assignment: a system_id may be called `__proto__`.
      Object.defineProperty(this.#stored.operators, systemId, {
        value: { ...before, ...update.settings },
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    if (update.credentials?.systemIdPrefix !== undefined)
      this.#stored.systemIdPrefix = update.credentials.systemIdPrefix
    if (update.credentials?.password !== undefined)
      this.#stored.password = update.credentials.password
    this.#write()
  }

  reset(): void {
    this.#stored = first()
    this.#defaults = firstDefaults
    rmSync(this.#file, { force: true })
  }

  #write(): void {
    const draft = `${this.#file}.new`
    const fd = openSync(draft, 'w', 0o600)
    writeSync(fd, JSON.stringify(this.#stored, null, 2))
    fsyncSync(fd)
    closeSync(fd)
    renameSync(draft, this.#file)
  }
}

function read(file: string): Partial<Stored> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${file} cannot be read; delete it to start with the first settings`, {
      cause: error,
    })
  }
}
