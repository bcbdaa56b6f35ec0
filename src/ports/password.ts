/** Slow on purpose: some 0.2 s of CPU each. Attempts are counted before either is called. */
export type PasswordPort = {
  /** A stored string that holds its own parameters. */
  hash(password: string): Promise<string>
  /** With `null` for an account that does not exist: takes the same time and says no. */
  verify(stored: string | null, password: string): Promise<boolean>
}
