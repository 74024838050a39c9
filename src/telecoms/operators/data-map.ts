import { key, plain, table, type DataMap } from '../../core/data-map.ts'

/**
 * Settings of links to operators: facts about companies' machines. The password opens the operator's SMSC for this
 * installation and names nobody; it is kept encrypted and deleted with its row.
 */
export const dataMap: DataMap = [
  table('operators.connections', {
    id: key(),
    name: plain('name of a connection, chosen by the operator of the installation'),
    kind: plain('setting'),
    host: plain("address of an operator's SMSC"),
    port: plain('setting'),
    tls: plain('setting'),
    tls_verify: plain('setting'),
    tls_ca: plain('public certificate'),
    system_id: plain("the installation's name at the operator"),
    password: plain("the installation's password at the operator, encrypted"),
    system_type: plain('setting'),
    bind_type: plain('setting'),
    binds: plain('setting'),
    window_size: plain('setting'),
    messages_per_second: plain('setting'),
    enquire_link_seconds: plain('setting'),
    response_timeout_seconds: plain('setting'),
    receipt_id_form: plain('setting'),
    receipt_id_form_learned: plain('how the operator writes message ids'),
    receipt_clock_offset: plain('setting'),
    default_alphabet: plain('setting'),
    concatenation: plain('setting'),
    source_ton: plain('setting'),
    source_npi: plain('setting'),
    service_type: plain('setting'),
    enabled: plain('setting'),
    simulated: plain('whether it leads to the simulator'),
    created_at: plain('time of making'),
    updated_at: plain('time of the last change'),
  }),
]
