import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Slow on purpose: some 0.2 s of CPU each. Attempts are counted before either is called. */
export type PasswordPort = {
  /** A stored string that holds its own parameters. */
  hash(password: string): Promise<string>
  /** With `null` for an account that does not exist: takes the same time and says no. */
  verify(stored: string | null, password: string): Promise<boolean>
}

type Parameters = { ln: number; r: number; p: number }

/**
 * OWASP's smallest memory for scrypt: 16 MiB fits beside everything else in an isolate of 128. workerd refuses more
 * than N·r·p = 2^20, and more than 100,000 rounds of PBKDF2, in production only.
 */
const NOW: Parameters = { ln: 14, r: 8, p: 5 }
const SALT = 16
const KEY = 32
const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/

/** What an unknown account's password is compared with; nothing hashes to zeros. */
const NOBODY = stored(NOW, Buffer.alloc(SALT), Buffer.alloc(KEY))

export const password: PasswordPort = {
  async hash(password) {
    const salt = randomBytes(SALT)
    return stored(NOW, salt, await derive(password, salt, KEY, NOW))
  },

  async verify(known, password) {
    const [, ln, r, p, salt = '', hash = ''] = STORED.exec(known ?? NOBODY) ?? []
    const parameters = { ln: Number(ln), r: Number(r), p: Number(p) }
    if (!possible(parameters)) return false
    const expected = Buffer.from(hash, 'base64')
    const derived = await derive(password, Buffer.from(salt, 'base64'), expected.length, parameters)
    return timingSafeEqual(derived, expected) && known !== null
  },
}

/** As received but for Unicode's two spellings of one letter, which depend on the keyboard (NIST SP 800-63B 3.1.1.2). */
function derive(password: string, salt: Buffer, length: number, { ln, r, p }: Parameters): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

function possible({ ln, r, p }: Parameters): boolean {
  return ln >= 1 && r >= 1 && p >= 1 && 2 ** ln * r * p <= 2 ** 20
}

function stored({ ln, r, p }: Parameters, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`
}

/** Without padding, as the PHC string format has it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
