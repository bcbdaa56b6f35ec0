import type { FormState } from './form.ts'

// Two who change one record at once: its form carries the version that was read (a hidden field `version`), the UPDATE
// asks for it and raises it, and whoever comes second is shown what stands now beside what they typed.

/** The version that a form was filled in over; 0, which is none, where it carries no number. */
export function versionOf({ version = '' }: FormState['values']): number {
  return /^\d{1,15}$/.test(version) ? Number(version) : 0
}

/**
 * The form once more for whoever was overtaken: what they typed, as it would be kept, with what stands now in each field
 * that differs. It knows of that version from here on: saved again, it goes over it. Null: nothing differs, as after a
 * second press.
 */
export function overtaken(typed: FormState['values'], { version = '', ...now }: FormState['values']): FormState | null {
  const { version: _old, ...fields } = typed
  const names = [...new Set([...Object.keys(fields), ...Object.keys(now)])]
  const other = names.filter((name) => plain(fields[name]) !== plain(now[name]))
  if (other.length === 0) return null
  const stands = Object.fromEntries(other.map((name) => [name, now[name] ?? '']))
  return { values: { ...fields, version }, errors: {}, stands }
}

/** As it is compared: browsers send line ends of their own, and what is stored is trimmed. */
function plain(text = ''): string {
  return text.replaceAll('\r\n', '\n').trim()
}
