/**
 * command_status values: SMPP 3.4 §5.1.3, SMPP 5.0 §4.7.6 (0x100 and up).
 * The class tells a sender what to do next; vendor codes (0x400-0x4FF) are mapped per route, not here.
 */

/**
 * ok: done. permanent: the same message will be refused again. temporary: try later or on another route.
 * congestion: the peer is full; pause the whole bind, it is no fault of this message.
 */
export type StatusClass = 'ok' | 'permanent' | 'temporary' | 'congestion'

type Row = readonly [code: number, statusClass: StatusClass, meaning: string]

export const statusTable = {
  ESME_ROK: [0x00, 'ok', 'no error'],
  ESME_RINVMSGLEN: [0x01, 'permanent', 'message length is not allowed'],
  ESME_RINVCMDLEN: [0x02, 'permanent', 'command length is not allowed'],
  ESME_RINVCMDID: [0x03, 'permanent', 'unknown command'],
  ESME_RINVBNDSTS: [0x04, 'temporary', 'command does not fit the bind state'],
  ESME_RALYBND: [0x05, 'temporary', 'already bound'],
  ESME_RINVPRTFLG: [0x06, 'permanent', 'priority flag is not allowed'],
  ESME_RINVREGDLVFLG: [0x07, 'permanent', 'registered delivery flag is not allowed'],
  ESME_RSYSERR: [0x08, 'temporary', 'system error'],
  ESME_RINVSRCADR: [0x0a, 'permanent', 'source address is not allowed'],
  ESME_RINVDSTADR: [0x0b, 'permanent', 'destination address is not allowed'],
  ESME_RINVMSGID: [0x0c, 'permanent', 'unknown message id'],
  ESME_RBINDFAIL: [0x0d, 'temporary', 'bind failed'],
  ESME_RINVPASWD: [0x0e, 'permanent', 'wrong password'],
  ESME_RINVSYSID: [0x0f, 'permanent', 'unknown system id'],
  ESME_RCANCELFAIL: [0x11, 'permanent', 'cancel failed'],
  ESME_RREPLACEFAIL: [0x13, 'permanent', 'replace failed'],
  ESME_RMSGQFUL: [0x14, 'congestion', 'message queue is full'],
  ESME_RINVSERTYP: [0x15, 'permanent', 'unknown service type'],
  ESME_RINVNUMDESTS: [0x33, 'permanent', 'number of destinations is not allowed'],
  ESME_RINVDLNAME: [0x34, 'permanent', 'unknown distribution list'],
  ESME_RINVDESTFLAG: [0x40, 'permanent', 'destination flag is not allowed'],
  ESME_RINVSUBREP: [0x42, 'permanent', 'replacement of a waiting message is not allowed'],
  ESME_RINVESMCLASS: [0x43, 'permanent', 'esm_class is not allowed'],
  ESME_RCNTSUBDL: [0x44, 'permanent', 'cannot submit to the distribution list'],
  ESME_RSUBMITFAIL: [0x45, 'temporary', 'submit failed'],
  ESME_RINVSRCTON: [0x48, 'permanent', 'source type of number is not allowed'],
  ESME_RINVSRCNPI: [0x49, 'permanent', 'source numbering plan is not allowed'],
  ESME_RINVDSTTON: [0x50, 'permanent', 'destination type of number is not allowed'],
  ESME_RINVDSTNPI: [0x51, 'permanent', 'destination numbering plan is not allowed'],
  ESME_RINVSYSTYP: [0x53, 'permanent', 'unknown system type'],
  ESME_RINVREPFLAG: [0x54, 'permanent', 'replace flag is not allowed'],
  ESME_RINVNUMMSGS: [0x55, 'permanent', 'number of messages is not allowed'],
  ESME_RTHROTTLED: [0x58, 'congestion', 'over the agreed rate'],
  ESME_RINVSCHED: [0x61, 'permanent', 'scheduled delivery time is not allowed'],
  ESME_RINVEXPIRY: [0x62, 'permanent', 'validity period is not allowed'],
  ESME_RINVDFTMSGID: [0x63, 'permanent', 'unknown predefined message'],
  ESME_RX_T_APPN: [0x64, 'temporary', 'receiving application cannot take it now'],
  ESME_RX_P_APPN: [0x65, 'permanent', 'receiving application will never take it'],
  ESME_RX_R_APPN: [0x66, 'permanent', 'receiving application rejects it'],
  ESME_RQUERYFAIL: [0x67, 'temporary', 'query failed'],
  ESME_RINVOPTPARSTREAM: [0xc0, 'permanent', 'optional parameters are malformed'],
  ESME_ROPTPARNOTALLWD: [0xc1, 'permanent', 'optional parameter is not allowed here'],
  ESME_RINVPARLEN: [0xc2, 'permanent', 'optional parameter has a wrong length'],
  ESME_RMISSINGOPTPARAM: [0xc3, 'permanent', 'an expected optional parameter is missing'],
  ESME_RINVOPTPARAMVAL: [0xc4, 'permanent', 'optional parameter has a wrong value'],
  ESME_RDELIVERYFAILURE: [0xfe, 'temporary', 'delivery failed'],
  ESME_RUNKNOWNERR: [0xff, 'temporary', 'unknown error'],
  // SMPP 5.0
  ESME_RSERTYPUNAUTH: [0x100, 'permanent', 'not authorised for the service type'],
  ESME_RPROHIBITED: [0x101, 'permanent', 'operation is prohibited'],
  ESME_RSERTYPUNAVAIL: [0x102, 'temporary', 'service type is unavailable'],
  ESME_RSERTYPDENIED: [0x103, 'permanent', 'service type is denied'],
  ESME_RINVDCS: [0x104, 'permanent', 'data coding is not allowed'],
  ESME_RINVSRCADDRSUBUNIT: [0x105, 'permanent', 'source address subunit is not allowed'],
  ESME_RINVDSTADDRSUBUNIT: [0x106, 'permanent', 'destination address subunit is not allowed'],
  ESME_RINVBCASTFREQINT: [0x107, 'permanent', 'broadcast interval is not allowed'],
  ESME_RINVBCASTALIAS_NAME: [0x108, 'permanent', 'broadcast alias is not allowed'],
  ESME_RINVBCASTAREAFMT: [0x109, 'permanent', 'broadcast area has a wrong form'],
  ESME_RINVNUMBCAST_AREAS: [0x10a, 'permanent', 'number of broadcast areas is not allowed'],
  ESME_RINVBCASTCNTTYPE: [0x10b, 'permanent', 'broadcast content type is not allowed'],
  ESME_RINVBCASTMSGCLASS: [0x10c, 'permanent', 'broadcast message class is not allowed'],
  ESME_RBCASTFAIL: [0x10d, 'temporary', 'broadcast failed'],
  ESME_RBCASTQUERYFAIL: [0x10e, 'temporary', 'broadcast query failed'],
  ESME_RBCASTCANCELFAIL: [0x10f, 'temporary', 'broadcast cancel failed'],
  ESME_RINVBCAST_REP: [0x110, 'permanent', 'number of broadcast repetitions is not allowed'],
  ESME_RINVBCASTSRVGRP: [0x111, 'permanent', 'broadcast service group is not allowed'],
  ESME_RINVBCASTCHANIND: [0x112, 'permanent', 'broadcast channel is not allowed'],
} as const satisfies Record<string, Row>

export type StatusName = keyof typeof statusTable

/** command_status by the standard's name: `status.ESME_RTHROTTLED === 0x58`. */
export const status = Object.freeze(
  Object.fromEntries(Object.entries(statusTable).map(([name, row]) => [name, row[0]])),
) as { readonly [N in StatusName]: (typeof statusTable)[N][0] }

const byCode = new Map<number, { name: string; statusClass: StatusClass; meaning: string }>(
  Object.entries(statusTable).map(([name, [code, statusClass, meaning]]) => [
    code,
    { name, statusClass, meaning },
  ]),
)

const hex = (code: number): string => `0x${(code >>> 0).toString(16).padStart(8, '0')}`

/** The standard's name of a command_status, or its eight hexadecimal digits when it has none. */
export const statusName = (code: number): string => byCode.get(code)?.name ?? hex(code)

/** What a command_status means, in a few words for people. */
export const statusMeaning = (code: number): string =>
  byCode.get(code)?.meaning ?? 'reserved or of the vendor'

/** Codes without a row count as temporary: a route's own table may say otherwise. */
export const statusClass = (code: number): StatusClass =>
  byCode.get(code)?.statusClass ?? 'temporary'
