import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useKeys } from '@/ui/keys'

function withKeys(keys: Record<string, () => void>) {
  return mount(
    defineComponent({
      setup() {
        useKeys(keys)
        return () => h('input')
      },
    }),
    { attachTo: document.body },
  )
}

describe('useKeys', () => {
  it('leaves letters to whoever writes, and Alt to the navigation everywhere', () => {
    const letter = vi.fn()
    const screen = vi.fn()
    const page = withKeys({ j: letter, 'Alt+2': screen })
    const input = page.find('input').element

    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    expect(letter).not.toHaveBeenCalled()
    input.dispatchEvent(new KeyboardEvent('keydown', { key: '™', code: 'Digit2', altKey: true, bubbles: true }))
    expect(screen).toHaveBeenCalledOnce()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    expect(letter).toHaveBeenCalledOnce()

    page.unmount()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    expect(letter).toHaveBeenCalledOnce()
  })
})
