/** The pool loads a Worker before each file. Tests make their own around fake ports (`app.ts`), so this one is empty. */
export default {
  fetch: () => new Response('tests make their own Worker: see app.ts'),
}
