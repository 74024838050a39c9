import {
  listen,
  status,
  type BindDecision,
  type BindRequest,
  type SmppServer,
} from '../protocols/smpp/index.ts'
import type { Log } from '../core/log.ts'
import type { Delivery } from './deliveries.ts'
import type { Link, VirtualOperator } from './operator.ts'
import { answerRequest } from './requests.ts'
import type { Simulation } from './simulation.ts'

export const smscLimits = {
  /** Requests of a link that may wait for their answer. */
  inboundWindowMax: 2_000,
  connectionsMax: 1_000,
  connectionsPerAddressMax: 1_000,
  /** Everything comes from one machine, and tests bind and drop all the time. */
  bindsPerAddressPerMinuteMax: 1_000_000,
}

/** The operators' common SMPP port: who binds with which system_id is that operator's ESME. */
export function openSmsc(options: {
  simulation: Simulation
  host: string
  port: number
  log: Log
}): Promise<SmppServer<Delivery>> {
  const { simulation, log } = options
  const operatorOf = (link: Link) => link.attachment as VirtualOperator
  return listen<Delivery>(
    {
      host: options.host,
      port: options.port,
      now: simulation.now,
      systemId: 'simulator',
      inboundWindowMax: smscLimits.inboundWindowMax,
    },
    {
      ...smscLimits,
      authenticate: (bind) => authenticate(simulation, bind),
    },
    {
      onBound(link) {
        const operator = operatorOf(link)
        operator.links.push({ link, bind: link.state, boundAt: simulation.now() })
        simulation.counters.bindsAccepted++
        simulation.events.bind('BIND_UP', operator.systemId, link.state)
        log.info({ systemId: operator.systemId, bind: link.state }, 'bound')
        simulation.bound(operator)
      },
      onRequest(link, view, ticket) {
        answerRequest(simulation, operatorOf(link), link, view, ticket)
      },
      onResponse(link, delivery, view) {
        const operator = operatorOf(link)
        operator.answered(delivery, view)
        if (operator.waiting.length > 0) simulation.send(operator)
      },
      onOutcomeUnknown(_link, delivery) {
        simulation.unknown(delivery)
      },
      onWindowOpen(link) {
        simulation.send(operatorOf(link))
      },
      onClose(link, reason) {
        const operator = link.attachment as VirtualOperator | undefined
        const place = operator?.links.findIndex((entry) => entry.link === link) ?? -1
        if (!operator || place === -1) return
        const [gone] = operator.links.splice(place, 1)
        operator.ignored.delete(link)
        simulation.events.bind('BIND_DOWN', operator.systemId, gone!.bind)
        log.info({ systemId: operator.systemId, reason }, 'unbound')
      },
    },
  )
}

function authenticate(simulation: Simulation, bind: BindRequest): BindDecision {
  if (!simulation.settings.accepts(bind.system_id, bind.password)) {
    simulation.counters.bindsRefused++
    return { accepted: false, status: status.ESME_RINVPASWD }
  }
  const operator = simulation.operator(bind.system_id)
  if (operator.settings.refuseBinds) {
    simulation.counters.bindsRefused++
    return { accepted: false, status: status.ESME_RBINDFAIL }
  }
  return { accepted: true, windowMax: operator.settings.windowSize, attachment: operator }
}
