import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import * as passkeys from './passkeys.ts'
import { recoveryCodes, totp } from './schema/people.ts'

export type Totp = typeof totp.$inferSelect

/** All that may stand beside a reader's password. `recoveryCodes`: how many are left. */
export type Factors = { passkeys: passkeys.Passkey[]; totp: Totp | null; recoveryCodes: number }

export async function of(db: Db, readerId: number): Promise<Factors> {
  const [keys, apps, codes] = await db.orm.batch([
    passkeys.of(db, readerId),
    db.orm.select().from(totp).where(eq(totp.readerId, readerId)),
    db.orm.select({ hash: recoveryCodes.hash }).from(recoveryCodes).where(eq(recoveryCodes.readerId, readerId)),
  ])
  return { passkeys: keys, totp: apps[0] ?? null, recoveryCodes: codes.length }
}

/** Whether a right password is only the first of two steps. */
export function needsSecondStep({ passkeys, totp }: Factors): boolean {
  return passkeys.length > 0 || totp !== null
}

/** Statement: where the one before changed a row, codes of this app from now on; of an earlier one no more. */
export function setTotpIfChanged({ readerId, sealed, step, createdAt }: Totp): SQL {
  return sql`INSERT INTO totp (reader_id, sealed, step, created_at)
    SELECT ${readerId}, ${sealed}, ${step}, ${createdAt} WHERE changes() = 1
    ON CONFLICT(reader_id) DO UPDATE SET sealed = excluded.sealed, step = excluded.step, created_at = excluded.created_at`
}

/** Statement: where the one before changed a row, a code was used, and with it all of its step and before. */
export function totpUsedIfChanged({ readerId, sealed, step }: Omit<Totp, 'createdAt'>): SQL {
  return sql`UPDATE totp SET sealed = ${sealed}, step = ${step}
    WHERE reader_id = ${readerId} AND step < ${step} AND changes() = 1`
}

/** Statement. */
export function removeTotp(readerId: number): SQL {
  return sql`DELETE FROM totp WHERE reader_id = ${readerId}`
}

/** Whether a recovery code is one of theirs and not used yet. */
export async function hasRecoveryCode(db: Db, readerId: number, hash: string): Promise<boolean> {
  const [code] = await db.orm
    .select({ hash: recoveryCodes.hash })
    .from(recoveryCodes)
    .where(sql`${recoveryCodes.readerId} = ${readerId} AND ${recoveryCodes.hash} = ${hash}`)
  return code !== undefined
}

/** Statement: where the one before changed a row, uses a recovery code up. */
export function recoveryUsedIfChanged(readerId: number, hash: string): SQL {
  return sql`DELETE FROM recovery_codes WHERE reader_id = ${readerId} AND hash = ${hash} AND changes() = 1`
}

/** Statement: where the one before changed a row, a first set of recovery codes; a reader who has some keeps them. */
export function firstRecoveryCodesIfChanged(readerId: number, hashes: string[]): SQL {
  return sql`INSERT INTO recovery_codes (reader_id, hash)
    SELECT ${readerId}, value FROM json_each(${JSON.stringify(hashes)})
    WHERE changes() = 1 AND NOT EXISTS (SELECT 1 FROM recovery_codes WHERE reader_id = ${readerId})`
}

/** Statements: a new set of recovery codes; none of the old is good any more. */
export function renewRecoveryCodes(readerId: number, hashes: string[]): SQL[] {
  return [
    sql`DELETE FROM recovery_codes WHERE reader_id = ${readerId}`,
    sql`INSERT INTO recovery_codes (reader_id, hash) SELECT ${readerId}, value FROM json_each(${JSON.stringify(hashes)})`,
  ]
}

/** Statement: recovery codes stand for a second factor; where none is left they go too. */
export function dropNeedlessRecoveryCodes(readerId: number): SQL {
  return sql`DELETE FROM recovery_codes WHERE reader_id = ${readerId}
    AND NOT EXISTS (SELECT 1 FROM passkeys WHERE reader_id = ${readerId})
    AND NOT EXISTS (SELECT 1 FROM totp WHERE reader_id = ${readerId})`
}

/** Statements: the factors that came at or after a moment are gone, where a condition holds. */
export function dropSince(readerId: number, at: number, condition: SQL): SQL[] {
  return [
    sql`DELETE FROM passkeys WHERE reader_id = ${readerId} AND created_at >= ${at} AND ${condition}`,
    sql`DELETE FROM totp WHERE reader_id = ${readerId} AND created_at >= ${at} AND ${condition}`,
    dropNeedlessRecoveryCodes(readerId),
  ]
}
