import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of the operations about limits of requests. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const opt = Type.Optional

export const ThrottlesPath = Type.Object({ accountKey: Type.String({ maxLength: 64 }) })

export const AccountThrottles = Type.Object({
  factor: opt(
    orNull(
      Type.Number({
        minimum: 0.01,
        maximum: 1000,
        description:
          'What the documented limits of operations are multiplied by, instead of the factor of the installation.',
      }),
    ),
  ),
  unlimited: opt(
    Type.Boolean({
      description: 'None of the documented limits; those in `operations` count all the same.',
    }),
  ),
  requestsPerSecondPerKey: opt(
    orNull(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'With each credential, over all operations; instead of the setting.',
      }),
    ),
  ),
  operations: opt(
    Type.Array(
      Type.Object({
        operationId: Type.String({ maxLength: 100, description: 'As in the OpenAPI document.' }),
        requests: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
        per: Type.Enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']),
      }),
      { maxItems: 200, description: 'Exact limits, also of operations that have none else.' },
    ),
  ),
})
export type AccountThrottles = Static<typeof AccountThrottles>

export const KEYS_ASKED_MAX = 100
export const KeyUseQuery = Type.Object({
  ids: Type.String({ maxLength: 5_000, description: 'Ids of up to 100 keys, divided by commas.' }),
})
export const KeyUses = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      prefix: Type.String({ description: 'How the secret begins.' }),
      requestsPerSecond: orNull(Type.Integer()),
      lastUsedAt: orNull(Type.String({ format: 'date-time', description: 'To the minute.' })),
    }),
  ),
})
export const KeyLimitPath = Type.Object({ id: Type.String({ maxLength: 64 }) })
export const KeyLimit = Type.Object({
  requestsPerSecond: orNull(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'null: as the account has it.' }),
  ),
})
