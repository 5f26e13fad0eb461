import { expect, it } from 'vitest'
import { message } from './trace'

it('takes JSON objects and XML for messages, nothing else', () => {
  expect(message(' {"a": 1} ')).toEqual({ a: 1 })
  expect(message('[1]')).toEqual([1])
  expect(message('<a/>\n')).toBe('<a/>')
  expect(message('1')).toBeUndefined()
  expect(message('"a"')).toBeUndefined()
  expect(message('{')).toBeUndefined()
  expect(message('')).toBeUndefined()
})
