import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of an invoice's annex. Amounts are decimal texts. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const cursor = Type.Optional(
  Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]+$', description: 'Where to go on.' }),
)

export const AnnexQuery = Type.Object({ cursor })
export const MessagesQuery = Type.Object({
  cursor,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
})

export const AnnexMessage = Type.Object({
  kind: Type.Enum(['USAGE', 'CORRECTION'], {
    description: 'CORRECTION: it was on an earlier document, and its price is given back here.',
  }),
  acceptedAt: Type.String({ format: 'date-time' }),
  account: Type.String({
    description: 'The key of the account whose message it is: the own one, or one it pays for.',
  }),
  direction: Type.Enum(['MT', 'MO']),
  channel: Type.String(),
  endUser: orNull(
    Type.String({
      description:
        "The end user's number; null: it is longer than twelve months ago, or was erased.",
    }),
  ),
  own: Type.String({ description: 'The own sender, or the own number that was written to.' }),
  network: orNull(Type.String({ description: 'MCC and MNC.' })),
  parts: Type.Integer(),
  amount: Type.String({ description: 'For all parts, as a decimal number with a point.' }),
  currency: Type.String(),
  status: orNull(Type.String({ description: 'null: it came in.' })),
  tariffId: Type.Integer({ description: 'Messages of one tariff are priced alike.' }),
  messageId: Type.String(),
})
export type AnnexMessage = Static<typeof AnnexMessage>

export const AnnexPage = Type.Object({
  results: Type.Array(AnnexMessage),
  nextCursor: orNull(Type.String({ description: 'null: this is the last page.' })),
})
