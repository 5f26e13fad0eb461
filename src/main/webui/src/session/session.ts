import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

/** What an operator may be; the hub's own names. */
export type Role = 'triage' | 'rule-author' | 'rule-approver' | 'admin'

/** Who looks, as the hub knows them. */
export interface Operator {
  name: string
  roles: Role[]
  /** Prefix of the divisions that they see; absent: all. */
  division?: string
  agency?: string
}

interface Settings {
  issuer: string
  clientId: string
}

const CALLBACK = '/login'

/**
 * The login: OIDC's code flow with PKCE. Tokens live in this page's memory alone, so that neither another tab nor a stolen profile
 * has them; a reload asks the OIDC server again, whose own session answers without a question.
 */
export const useSession = defineStore('session', () => {
  const manager = shallowRef<UserManager>()
  const operator = ref<Operator>()

  /** Logs in, which may leave the page. Gives the path to go on with after a login. */
  async function begin(): Promise<string | undefined> {
    const settings = (await (await fetch('/console/settings.json')).json()) as Settings
    manager.value = new UserManager({
      authority: settings.issuer,
      client_id: settings.clientId,
      redirect_uri: location.origin + CALLBACK,
      post_logout_redirect_uri: location.origin + '/',
      response_type: 'code',
      scope: 'openid',
      userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      // the verifier of a login under way has to outlive the redirect, and nothing else does
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: true,
      monitorSession: false,
    })
    const query = new URLSearchParams(location.search)
    const returned = location.pathname === CALLBACK && (query.has('code') || query.has('error'))
    if (!returned) {
      return await leave(location.pathname === CALLBACK ? '/' : location.pathname + location.search)
    }
    let path: string
    try {
      const user = await manager.value.signinRedirectCallback()
      path = typeof user.state === 'string' ? user.state : '/'
    } catch (failure) {
      // an answer that was used before, as after "back": begin again, but not for ever
      if (query.has('error')) {
        throw failure
      }
      return await leave('/')
    }
    operator.value = await me()
    return path
  }

  /** Goes to the OIDC server and never returns: the page is left. */
  async function leave(path: string): Promise<never> {
    await manager.value!.signinRedirect({ state: path })
    return await new Promise<never>(() => {})
  }

  async function me(): Promise<Operator> {
    const answer = await fetch('/v1/me', { headers: { Authorization: `Bearer ${await token()}` } })
    if (!answer.ok) {
      throw new Error(`/v1/me: ${answer.status}`)
    }
    return (await answer.json()) as Operator
  }

  async function token(): Promise<string> {
    const user = await manager.value?.getUser()
    if (!user || user.expired) {
      return await leave(location.pathname + location.search)
    }
    return user.access_token
  }

  /** The hub did not accept the token: log in again and come back here. */
  async function expired(): Promise<never> {
    return await leave(location.pathname + location.search)
  }

  async function logout(): Promise<void> {
    await manager.value?.signoutRedirect()
  }

  function may(...roles: Role[]): boolean {
    return roles.some((role) => operator.value?.roles.includes(role) ?? false)
  }

  return { operator: computed(() => operator.value), begin, token, expired, logout, may }
})
