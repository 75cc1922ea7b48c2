import { api, phoneProblem, type Problem } from '../lib/api/client.ts'
import { base64url, unbase64url as bytes } from '../lib/bytes.ts'
import { newID } from '../lib/uuid.ts'

// Passkeys as browsers have them, in the JSON forms of the API. Newer browsers
// could do this by themselves; ours must run on older ones too.

// canPasskey reports whether this browser knows passkeys at this address.
export const canPasskey = (): boolean => typeof PublicKeyCredential !== 'undefined' && isSecureContext

// cancelled is the code when she did not want to, or the phone did not.
export const cancelled = 'phone_passkey_cancelled'

const none = phoneProblem(cancelled)

type Descriptor = { type: string; id: string; transports?: string[] | undefined }

// signInByPasskey begins a session.
export async function signInByPasskey(): Promise<Problem | null> {
  const { data, error } = await api.POST('/v1/sessions/challenge', { body: {} })
  if (!data) return error
  const credential = await get(data.public_key)
  if (!credential) return none
  return (await api.POST('/v1/sessions/passkey', { body: { credential, cookie: true } })).error ?? null
}

// proveByPasskey shows once more who is signed in.
export async function proveByPasskey(): Promise<Problem | null> {
  const { data, error } = await api.POST('/v1/me/proof/challenge', { body: {} })
  if (!data) return error
  const passkey = await get(data.public_key)
  if (!passkey) return none
  return (await api.POST('/v1/me/proof', { body: { id: newID(), passkey } })).error ?? null
}

// addPasskey makes one here and has the server keep its public half.
export async function addPasskey(name: string): Promise<Problem | null> {
  const { data, error } = await api.POST('/v1/me/passkeys/challenge', { body: {} })
  if (!data) return error
  const o = data.public_key
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: o.rp,
        user: { ...o.user, id: bytes(o.user.id) },
        challenge: bytes(o.challenge),
        pubKeyCredParams: o.pubKeyCredParams.map((p) => ({ type: 'public-key', alg: p.alg })),
        timeout: o.timeout,
        excludeCredentials: (o.excludeCredentials ?? []).map(descriptor),
        authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    }),
  )
  if (!made) return none
  const r = made.response as AuthenticatorAttestationResponse
  const transports = 'getTransports' in r ? r.getTransports() : []
  const credential = answer(made, { attestationObject: text(r.attestationObject), transports })
  return (await api.POST('/v1/me/passkeys', { body: { id: newID(), name, credential } })).error ?? null
}

async function get(o: { challenge: string; timeout: number; rpId: string; allowCredentials?: Descriptor[] | undefined }): Promise<Record<string, unknown> | null> {
  const got = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(o.challenge),
        timeout: o.timeout,
        rpId: o.rpId,
        allowCredentials: (o.allowCredentials ?? []).map(descriptor),
        userVerification: 'required',
      },
    }),
  )
  if (!got) return null
  const r = got.response as AuthenticatorAssertionResponse
  const signed = { authenticatorData: text(r.authenticatorData), signature: text(r.signature) }
  return answer(got, r.userHandle ? { ...signed, userHandle: text(r.userHandle) } : signed)
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await ask()) as PublicKeyCredential | null
  } catch {
    return null // she said no, or there is none
  }
}

function answer(c: PublicKeyCredential, response: Record<string, unknown>): Record<string, unknown> {
  return {
    id: c.id,
    rawId: text(c.rawId),
    type: c.type,
    clientExtensionResults: c.getClientExtensionResults(),
    response: { clientDataJSON: text(c.response.clientDataJSON), ...response },
  }
}

const descriptor = (d: Descriptor): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: bytes(d.id),
  ...(d.transports ? { transports: d.transports as AuthenticatorTransport[] } : {}),
})

const text = (b: ArrayBuffer): string => base64url(new Uint8Array(b))
