import type { Component } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { type Role, useSession } from '@/session/session'

/** A screen in the navigation. */
export interface Screen {
  name: 'overview' | 'cases' | 'triage' | 'rules' | 'partners' | 'deliveries' | 'system'
  path: string
  roles: Role[]
  view: () => Promise<Component>
}

/** In the order of the navigation; Alt and its number opens a screen. */
export const screens: Screen[] = [
  {
    name: 'overview',
    path: '/overview',
    roles: ['triage', 'rule-author', 'rule-approver', 'admin'],
    view: () => import('@/screens/overview/OverviewScreen.vue'),
  },
  { name: 'cases', path: '/cases', roles: ['triage'], view: () => import('@/screens/cases/CasesScreen.vue') },
  { name: 'triage', path: '/triage', roles: ['triage'], view: () => import('@/screens/triage/TriageScreen.vue') },
  {
    name: 'rules',
    path: '/rules',
    roles: ['triage', 'rule-author', 'rule-approver', 'admin'],
    view: () => import('@/screens/rules/RulesScreen.vue'),
  },
  {
    name: 'partners',
    path: '/partners',
    roles: ['triage', 'admin'],
    view: () => import('@/screens/partners/PartnersScreen.vue'),
  },
  {
    name: 'deliveries',
    path: '/deliveries',
    roles: ['triage', 'admin'],
    view: () => import('@/screens/deliveries/DeliveriesScreen.vue'),
  },
  {
    name: 'system',
    path: '/system',
    roles: ['triage', 'rule-author', 'rule-approver', 'admin'],
    view: () => import('@/screens/system/SystemScreen.vue'),
  },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/overview' },
    { path: '/login', redirect: '/overview' },
    ...screens.map((screen) => ({
      path: screen.path,
      name: screen.name,
      component: screen.view,
      meta: { roles: screen.roles },
    })),
    { path: '/cases/:id', name: 'case', component: () => import('@/screens/cases/CaseScreen.vue'), props: true, meta: { roles: ['triage'] } },
    {
      path: '/wall',
      name: 'wall',
      component: () => import('@/screens/overview/OverviewScreen.vue'),
      props: { wall: true },
      meta: { bare: true },
    },
    { path: '/denied', name: 'denied', component: () => import('@/shell/Nothing.vue'), props: { word: 'notYours' } },
    { path: '/:any(.*)*', name: 'nowhere', component: () => import('@/shell/Nothing.vue'), props: { word: 'noPage' } },
  ],
})

// The hub refuses what a role may not read; a screen that would be empty is not opened in the first place.
router.beforeEach((to) => {
  const roles = to.meta.roles as Role[] | undefined
  return !roles || useSession().may(...roles) ? true : { name: 'denied' }
})
