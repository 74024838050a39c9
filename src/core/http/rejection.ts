/** One thing wrong with one field of a request. `property` is a path such as `messages[0].destinations[1].to`. */
export interface Violation {
  property: string
  violation: string
}

interface Kind {
  status: number
  /** The code of envelope 2. */
  errorCode: string
  /** The code of envelope 1. */
  messageId: string
  text: string
  /** What the caller should do next. */
  action: string
}

/**
 * Everything the API refuses a whole request with. The fate of a single message is not here: that is a status.
 * `docs/errors.md` lists the same names; a test holds the two together.
 */
export const rejectionKinds = {
  BAD_REQUEST: {
    status: 400,
    errorCode: 'E400',
    messageId: 'BAD_REQUEST',
    text: 'Request cannot be processed.',
    action: 'Check the request against the violations and send it again.',
  },
  UNAUTHORIZED: {
    status: 401,
    errorCode: 'E401',
    messageId: 'UNAUTHORIZED',
    text: 'Invalid login details',
    action: 'Send a valid API key, token, or user name and password in the Authorization header.',
  },
  FORBIDDEN: {
    status: 403,
    errorCode: 'E403',
    messageId: 'FORBIDDEN',
    text: 'The credential may not do this.',
    action: 'Use a credential that has one of the scopes of this operation.',
  },
  NOT_FOUND: {
    status: 404,
    errorCode: 'E404',
    messageId: 'NOT_FOUND',
    text: 'The requested resource does not exist.',
    action: 'Check the address and the identifiers in it.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    errorCode: 'E405',
    messageId: 'METHOD_NOT_ALLOWED',
    text: 'This method is not offered at this address.',
    action: 'See the API reference for the methods of this address.',
  },
  CONFLICT: {
    status: 409,
    errorCode: 'E409',
    messageId: 'CONFLICT',
    text: 'The change conflicts with what is stored.',
    action: 'Read the resource again and repeat the change.',
  },
  TOO_LARGE: {
    status: 413,
    errorCode: 'E413',
    messageId: 'BAD_REQUEST',
    text: 'The body is over the limit.',
    action: 'Split the request into smaller ones.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    errorCode: 'E415',
    messageId: 'BAD_REQUEST',
    text: 'The content type is not supported here.',
    action: 'Send application/json.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    errorCode: 'E429',
    messageId: 'TOO_MANY_REQUESTS',
    text: 'Too many requests.',
    action: 'Wait as long as the Retry-After header says and try again.',
  },
  GENERAL_ERROR: {
    status: 500,
    errorCode: 'E500',
    messageId: 'GENERAL_ERROR',
    text: 'Something went wrong on our side.',
    action: 'Try again; if it stays, give the request id to whoever runs this installation.',
  },
  UNAVAILABLE: {
    status: 503,
    errorCode: 'E503',
    messageId: 'GENERAL_ERROR',
    text: 'The service cannot take this now.',
    action: 'Try again in a few seconds.',
  },
} as const satisfies Record<string, Kind>

export type RejectionName = keyof typeof rejectionKinds

/** The caller's mistake (or our being unable): thrown anywhere below a route, answered in the route's envelope. */
export class Rejection extends Error {
  readonly kind: Kind
  readonly violations: readonly Violation[]
  readonly retryAfterSeconds: number | undefined
  readonly action: string

  constructor(
    name: RejectionName,
    detail: {
      text?: string
      action?: string
      violations?: readonly Violation[]
      retryAfterSeconds?: number
      cause?: unknown
    } = {},
  ) {
    super(detail.text ?? rejectionKinds[name].text, { cause: detail.cause })
    this.name = name
    this.kind = rejectionKinds[name]
    this.violations = detail.violations ?? []
    this.retryAfterSeconds = detail.retryAfterSeconds
    this.action = detail.action ?? this.kind.action
  }
}

/** A 400 about one field. */
export const badField = (property: string, violation: string): Rejection =>
  new Rejection('BAD_REQUEST', { violations: [{ property, violation }] })

/** Which of the two error bodies an operation answers with; fixed per operation by the compatible API. */
export type Envelope = 1 | 2

/** The error body exactly as the clients expect it: some of them refuse any field more or less. */
export function errorBody(rejection: Rejection, envelope: Envelope): object {
  if (envelope === 2)
    return {
      errorCode: rejection.kind.errorCode,
      description: rejection.message,
      action: rejection.action,
      violations: rejection.violations.map(({ property, violation }) => ({ property, violation })),
      resources: [],
    }
  const details: { messageId: string; text: string; validationErrors?: Record<string, string[]> } =
    {
      messageId: rejection.kind.messageId,
      text: rejection.message,
    }
  if (rejection.violations.length > 0) {
    details.validationErrors = {}
    for (const { property, violation } of rejection.violations)
      (details.validationErrors[property] ??= []).push(violation)
  }
  return { requestError: { serviceException: details } }
}
