import type { ChunkContent } from '../core/issue.ts'
import type { Mail } from '../ports/mailer.ts'
import type { Member } from '../store/deliveries.ts'
import type { Issue } from '../store/issues.ts'
import type { Newsletter } from '../store/newsletters.ts'
import type { JobContext } from './context.ts'

export async function messagesFor(
  _context: JobContext,
  _issue: Issue,
  _newsletter: Newsletter,
  _members: Member[],
  _content: ChunkContent | null,
): Promise<Mail[]> {
  throw new Error('messages are not built yet')
}
