import type { ConnectionSettings } from './connection.ts'
import { usualDialect } from './dialects.ts'

/** Anybody may know it: the simulator listens on this machine only and reaches nobody. */
export const simulatorPassword = 'simulator'

/** How the simulator is called when it runs on this port. */
export const simulatorSettings = (port: number): ConnectionSettings => ({
  name: 'Simulator',
  kind: 'SMPP_CLIENT',
  host: '127.0.0.1',
  port,
  tls: { enabled: false, verify: true, ca: null },
  systemId: 'trunkline',
  systemType: '',
  bindType: 'TRANSCEIVER',
  binds: 2,
  windowSize: 200,
  messagesPerSecond: null,
  enquireLinkSeconds: 30,
  responseTimeoutSeconds: 30,
  receipts: { idForm: 'AUTO', clockOffsetMinutes: 0 },
  encoding: {
    defaultAlphabet: 'GSM_UNPACKED',
    concatenation: 'UDH',
    sourceTon: null,
    sourceNpi: null,
    serviceType: '',
  },
  vendor: null,
  dialect: usualDialect,
  http: null,
  enabled: true,
})
