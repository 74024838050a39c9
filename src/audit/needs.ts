/** What the trail asks of the accounts module, which lies beside it; handed over by the composition root. */
export interface Names {
  /** Names of people and keys that belong to the account; others are absent. */
  namesOf(
    accountId: number,
    ids: { userIds: readonly number[]; keyIds: readonly string[] },
  ): Promise<{ users: Map<number, string>; keys: Map<string, string> }>
  /** Keys and names of accounts; those that do not exist are absent. */
  accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
}
