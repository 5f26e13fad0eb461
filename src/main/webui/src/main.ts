import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import '@/shell/console.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useSession } from '@/session/session'
import App from '@/App.vue'

const app = createApp(App).use(createPinia()).use(i18n)

// Nothing is shown before it is known who looks: every screen depends on the operator's roles.
useSession()
  .begin()
  .then((path) => {
    app.use(router)
    if (path) {
      void router.replace(path)
    }
    app.mount('#app')
  })
  .catch((failure: unknown) => {
    const notice = document.createElement('main')
    notice.className = 'no-start'
    notice.textContent = `汇流控制台无法启动 · The console cannot start: ${String(failure)}`
    document.body.replaceChildren(notice)
  })
