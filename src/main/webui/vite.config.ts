import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

// Where a hub of the local run answers, for the development server.
const hub = process.env.HUILIU_HUB ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [
    vue(),
    // Only the Element Plus components that a template names reach the bundle.
    Components({ dts: 'src/components.d.ts', dirs: [], resolvers: [ElementPlusResolver()] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    port: 5173,
    // the samples of the feeds lie beside the hub
    fs: { allow: ['../../..'] },
    strictPort: true,
    proxy: Object.fromEntries(['/v1', '/console', '/openapi', '/contracts'].map((path) => [path, hub])),
  },
  build: { outDir: 'dist', emptyOutDir: true, manifest: true, chunkSizeWarningLimit: 700 },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
