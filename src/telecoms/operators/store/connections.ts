import {
  hasTable,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
} from '../../../core/storage/index.ts'
import type { Connection, ConnectionSettings } from '../connection.ts'
import { usualDialect } from '../dialects.ts'

/** All connections are held in memory and polled, so there is an end to them. */
export const CONNECTIONS_MAX = 200

interface Row {
  id: number
  name: string
  kind: Connection['kind']
  host: string
  port: number
  tls: boolean
  tls_verify: boolean
  tls_ca: string | null
  system_id: string
  password: Buffer | null
  system_type: string
  bind_type: Connection['bindType']
  binds: number
  window_size: number
  messages_per_second: number | null
  enquire_link_seconds: number
  response_timeout_seconds: number
  receipt_id_form: Connection['receipts']['idForm']
  receipt_id_form_learned: Connection['learnedIdForm']
  receipt_clock_offset: number
  default_alphabet: Connection['encoding']['defaultAlphabet']
  concatenation: 'UDH' | 'SAR'
  source_ton: number | null
  source_npi: number | null
  service_type: string
  vendor: string | null
  dialect: Partial<Connection['dialect']>
  http: Connection['http']
  signature_secret: Buffer | null
  callback_number: number
  callback_renewed_at: Date | null
  enabled: boolean
  simulated: boolean
  created_at: Date
  updated_at: Date
}

const connectionOf = (one: Row): Connection => ({
  id: one.id,
  name: one.name,
  kind: one.kind,
  host: one.host,
  port: one.port,
  tls: { enabled: one.tls, verify: one.tls_verify, ca: one.tls_ca },
  systemId: one.system_id,
  passwordBox: one.password,
  systemType: one.system_type,
  bindType: one.bind_type,
  binds: one.binds,
  windowSize: one.window_size,
  messagesPerSecond: one.messages_per_second,
  enquireLinkSeconds: one.enquire_link_seconds,
  responseTimeoutSeconds: one.response_timeout_seconds,
  receipts: { idForm: one.receipt_id_form, clockOffsetMinutes: one.receipt_clock_offset },
  learnedIdForm: one.receipt_id_form_learned,
  encoding: {
    defaultAlphabet: one.default_alphabet,
    concatenation: one.concatenation,
    sourceTon: one.source_ton,
    sourceNpi: one.source_npi,
    serviceType: one.service_type,
  },
  vendor: one.vendor,
  dialect: { ...usualDialect, ...one.dialect },
  http: one.http,
  signatureBox: one.signature_secret,
  callbackNumber: one.callback_number,
  callbackRenewedAt: one.callback_renewed_at,
  enabled: one.enabled,
  simulated: one.simulated,
  createdAt: one.created_at,
  updatedAt: one.updated_at,
})

const columns = sql.raw(
  `id, name, kind, host, port, tls, tls_verify, tls_ca, system_id, password, system_type, bind_type, binds, window_size,
   messages_per_second, enquire_link_seconds, response_timeout_seconds, receipt_id_form, receipt_id_form_learned,
   receipt_clock_offset, default_alphabet, concatenation, source_ton, source_npi, service_type, vendor, dialect, http,
   signature_secret, callback_number, callback_renewed_at, enabled, simulated, created_at, updated_at`,
) as RawBuilder<Row>

/** All of them, oldest first. Index: connections_pkey. */
export async function allConnections(db: Db): Promise<Connection[]> {
  const found = await rows<Row>(db, sql`select ${columns} from operators.connections order by id limit ${CONNECTIONS_MAX + 1}`) // prettier-ignore
  return found.map(connectionOf)
}

/** Serialises makers of connections, so that they agree on the number of them and on the next id. */
export async function nextConnectionId(tx: Db): Promise<{ id: number; count: number }> {
  await run(tx, sql`lock table operators.connections in share row exclusive mode`)
  const found = await row<{ id: bigint; count: bigint }>(
    tx,
    sql`select nextval(pg_get_serial_sequence('operators.connections', 'id')) as id,
               (select count(*) from operators.connections) as count`,
  )
  return { id: Number(found!.id), count: Number(found!.count) }
}

export async function findSimulatorConnection(db: Db): Promise<Connection | null> {
  const found = await row<Row>(
    db,
    sql`select ${columns} from operators.connections where simulated`,
  )
  return found ? connectionOf(found) : null
}

export async function insertConnection(
  tx: Db,
  made: {
    id: number
    settings: ConnectionSettings
    passwordBox: Buffer
    signatureBox: Buffer | null
    simulated: boolean
    now: Date
  },
): Promise<void> {
  const { id, settings: one, passwordBox, signatureBox, simulated, now } = made
  await run(
    tx,
    sql`insert into operators.connections (${columns}) values (
      ${id}, ${one.name}, ${one.kind}, ${one.host}, ${one.port}, ${one.tls.enabled}, ${one.tls.verify}, ${one.tls.ca},
      ${one.systemId}, ${passwordBox}, ${one.systemType}, ${one.bindType}, ${one.binds}, ${one.windowSize},
      ${one.messagesPerSecond}, ${one.enquireLinkSeconds}, ${one.responseTimeoutSeconds}, ${one.receipts.idForm}, null,
      ${one.receipts.clockOffsetMinutes}, ${one.encoding.defaultAlphabet}, ${one.encoding.concatenation},
      ${one.encoding.sourceTon}, ${one.encoding.sourceNpi}, ${one.encoding.serviceType}, ${one.vendor},
      ${JSON.stringify(one.dialect)}, ${jsonOrNull(one.http)}, ${signatureBox}, 1, null, ${one.enabled}, ${simulated},
      ${now}, ${now})`,
  )
}

const jsonOrNull = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value)

/** @returns false when there is no such connection any more */
export async function updateConnection(
  db: Db,
  changed: {
    id: number
    settings: ConnectionSettings
    /** null: the stored one stays. */
    passwordBox: Buffer | null
    /** undefined: the stored one stays; null: there is none any more. */
    signatureBox: Buffer | null | undefined
    /** Another operator may write its message ids in another way. */
    forgetIdForm: boolean
    now: Date
  },
): Promise<boolean> {
  const { id, settings: one, passwordBox, signatureBox, forgetIdForm, now } = changed
  const touched = await run(
    db,
    sql`update operators.connections set
      name = ${one.name}, kind = ${one.kind}, host = ${one.host}, port = ${one.port}, tls = ${one.tls.enabled},
      tls_verify = ${one.tls.verify}, tls_ca = ${one.tls.ca}, system_id = ${one.systemId},
      password = coalesce(${passwordBox}::bytea, password),
      system_type = ${one.systemType}, bind_type = ${one.bindType}, binds = ${one.binds},
      window_size = ${one.windowSize}, messages_per_second = ${one.messagesPerSecond},
      enquire_link_seconds = ${one.enquireLinkSeconds}, response_timeout_seconds = ${one.responseTimeoutSeconds},
      receipt_id_form = ${one.receipts.idForm},
      receipt_id_form_learned = case when ${forgetIdForm}::boolean then null else receipt_id_form_learned end,
      receipt_clock_offset = ${one.receipts.clockOffsetMinutes}, default_alphabet = ${one.encoding.defaultAlphabet},
      concatenation = ${one.encoding.concatenation}, source_ton = ${one.encoding.sourceTon},
      source_npi = ${one.encoding.sourceNpi}, service_type = ${one.encoding.serviceType}, vendor = ${one.vendor},
      dialect = ${JSON.stringify(one.dialect)}, http = ${jsonOrNull(one.http)},
      signature_secret = case when ${signatureBox === undefined}::boolean then signature_secret
        else ${signatureBox ?? null}::bytea end,
      enabled = ${one.enabled}, updated_at = ${now}
      where id = ${id}`,
  )
  return touched > 0
}

/** Notes how the operator writes its message ids, unless the question was answered or asked anew meanwhile. */
export const saveLearnedIdForm = (
  db: Db,
  id: number,
  form: Exclude<Connection['learnedIdForm'], null>,
) =>
  run(
    db,
    sql`update operators.connections set receipt_id_form_learned = ${form}
        where id = ${id} and receipt_id_form = 'AUTO' and receipt_id_form_learned is null`,
  )

/** A new callback address; the one before is taken for a while longer, unless it ends now. */
export const renewCallback = (
  db: Db,
  renewed: { id: number; at: Date | null },
): Promise<{ number: number } | undefined> =>
  row<{ number: number }>(
    db,
    sql`update operators.connections
        set callback_number = callback_number + 1, callback_renewed_at = ${renewed.at}
        where id = ${renewed.id} and kind = 'HTTP'
        returning callback_number as number`,
  )

export const deleteConnection = (db: Db, id: number): Promise<number> =>
  run(db, sql`delete from operators.connections where id = ${id}`)

/** Whether there is a connection that is not the simulator's. A database that is not migrated yet has none. */
export const anyRealConnection = async (db: Db): Promise<boolean> =>
  (await hasTable(db, 'operators.connections')) &&
  (await row(db, sql`select 1 from operators.connections where not simulated limit 1`)) !==
    undefined
