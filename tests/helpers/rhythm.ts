import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batch } from '../../src/store/db.ts'
import { wish } from '../../src/store/jobs.ts'
import * as newsletters from '../../src/store/newsletters.ts'
import { newsletters as table } from '../../src/store/schema/mail.ts'
import type { TestApp } from './app.ts'
import { addNewsletters } from './newsletters.ts'

/** Titles that share no word. */
export const TITLES = [
  'جسر معلّق فوق النهر الكبير',
  'موسم قطاف الزيتون يبدأ مبكرًا',
  'تلسكوب يرصد انفجار نجم بعيد',
  'أسعار القمح تهبط للأسبوع الثالث',
  'مكتبة عامة تفتح أبوابها ليلًا',
  'فريق الشاطئ يحصد لقبه الأول',
  'طريقة أرخص لتحلية مياه البحر',
  'رواية قديمة تعود إلى المسرح',
]

type Values = Partial<typeof table.$inferInsert>

/** A daily newsletter at seven in Riyadh, which holds three articles at least; as it is after `values`. */
export async function addNewsletter(app: TestApp, values: Values = {}): Promise<newsletters.Newsletter> {
  await addNewsletters('morning')
  if (Object.keys(values).length > 0) await drizzle(env.DB).update(table).set(values).where(eq(table.id, 1))
  return newsletters.find(app.context().db, { id: 1 })
}

/** What saving a newsletter at the desk does, and what a deploy does for all. */
export async function wishRhythm(app: TestApp): Promise<void> {
  await batch(app.context().db, [wish({ kind: 'rhythm', key: '1', dueAt: app.clock.now() })])
  await app.work()
}
