import { codeButtons } from './codes.ts'

// Forms whose answer comes from the device, on the pages that have one (views/passkey-form.tsx). Deferred.
codeButtons()
if ('credentials' in navigator && 'PublicKeyCredential' in window) {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) offer(form)
}

function offer(form: HTMLFormElement): void {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void answer(form)
  })
}

/** Asks the device, and sends the form with what it said. One that was cancelled may be asked again. */
async function answer(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem('answer') as HTMLInputElement
  const button = form.querySelector('button') as HTMLButtonElement
  const message = form.querySelector('[role=alert]') as HTMLElement
  message.textContent = ''
  button.disabled = true
  try {
    const options = await optionsOf(form)
    const given = await (form.dataset.passkey === 'create' ? made(options) : signed(options))
    field.value = JSON.stringify(given)
    form.submit()
  } catch {
    message.textContent = message.dataset.failed ?? ''
  } finally {
    button.disabled = false
  }
}

/** In the page, or given when they are needed: a page that is only looked at asks for nothing. */
async function optionsOf({ dataset }: HTMLFormElement): Promise<unknown> {
  if (dataset.options) return JSON.parse(dataset.options)
  const response = await fetch(dataset.from ?? '', { method: 'POST', mode: 'same-origin' })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

async function made(json: unknown): Promise<object> {
  const options = json as PublicKeyCredentialCreationOptionsJSON
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...(options as object as PublicKeyCredentialCreationOptions),
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials?.map(descriptor),
  }
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  const response = credential.response as AuthenticatorAttestationResponse
  return {
    ...named(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  }
}

async function signed(json: unknown): Promise<object> {
  const options = json as PublicKeyCredentialRequestOptionsJSON
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
    ...(options as object as PublicKeyCredentialRequestOptions),
    challenge: bytes(options.challenge),
    allowCredentials: options.allowCredentials?.map(descriptor),
  }
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  const response = credential.response as AuthenticatorAssertionResponse
  return {
    ...named(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle && text(response.userHandle),
    },
  }
}

/** Written out, not by `toJSON()`: some password managers put objects of their own in its place, without it. */
function named({ id, rawId, type }: PublicKeyCredential): object {
  return { id, rawId: text(rawId), type }
}

function descriptor({ id, ...rest }: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { ...(rest as Omit<PublicKeyCredentialDescriptor, 'id'>), id: bytes(id) }
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}

function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
