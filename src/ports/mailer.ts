/** One message to one recipient. `key` is the same for every try of the same message. */
export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  headers?: Record<string, string>
  key: string
}

/** Hands a message to a transport; resolves when it was taken over, throws when it was not. */
export type Mailer = { send(mail: Mail): Promise<void> }
