import Type from 'typebox'

/** The JSON of `/mail/1`. Imports nothing of ours. */

export const Relay = Type.Object({
  way: Type.Enum(['relay', 'simulator', 'none'], {
    description:
      "`simulator`: the simulator's mailbox, because no relay is set. `none`: mails wait, and are given up after 48 h.",
  }),
  address: Type.Union([Type.String(), Type.Null()], { description: 'Host and port.' }),
  from: Type.String(),
  waiting: Type.Integer({ description: 'Mails that are still to go, of all accounts.' }),
  failed: Type.Integer({ description: 'Mails that were given up in the last seven days.' }),
  lastAnswer: Type.Union([Type.Integer(), Type.Null()], {
    description: "The relay's last answer, three digits.",
  }),
})

export const TestMail = Type.Object({
  to: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' }),
})
export const TestMailOutcome = Type.Object({
  accepted: Type.Boolean(),
  code: Type.Union([Type.Integer(), Type.Null()], { description: "The relay's answer." }),
  answer: Type.String({ description: "The relay's answer in its words, or why there was none." }),
})
