/** Arabic's six forms, each a whole phrase; `{n}` stands for the number in the reader's digits. */
export type PluralForms = { zero: string; one: string; two: string; few: string; many: string; other: string }

const rules = new Intl.PluralRules('ar')

/** A counted message: gives the function that picks the form; `digits` is the number as it is to be shown. */
export function plural(forms: PluralForms): (n: number, digits: string) => string {
  return (n, digits) => forms[rules.select(n)].replace('{n}', digits)
}
