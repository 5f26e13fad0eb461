import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useAddress } from '@/ui/address'

async function at(path: string) {
  let address!: ReturnType<typeof useAddress>
  const screen = defineComponent({
    setup() {
      address = useAddress()
      return () => h('div')
    },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: screen }] })
  await router.push(path)
  mount(screen, { global: { plugins: [router] } })
  return { address, router }
}

describe('what a screen keeps in the address', () => {
  it('is changed part by part, also twice at once, and what is usual is left out', async () => {
    const { address, router } = await at('/?view=feeds&feed=110')
    const tab = address.part('tab', 'playground')
    expect(tab.value).toBe('playground')

    tab.value = 'files'
    address.go({ feed: '120' })
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/?view=feeds&feed=120&tab=files')

    tab.value = 'playground'
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ view: 'feeds', feed: '120' })
  })
})
